package dev.plumbline.transform;

import dev.plumbline.transform.internal.Fraction;
import dev.plumbline.transform.internal.GrowingSum;
import dev.plumbline.transform.internal.TextTally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The number and the exact sum of a target's values for each category, and for rows without one. Not thread-safe. */
final class TargetTally {
    private static final class Group {
        private final GrowingSum sum = new GrowingSum();
        private long count;

        void merge(Group other) {
            sum.merge(other.sum);
            count += other.count;
        }

        void write(DataOutput out) throws IOException {
            out.writeLong(count);
            sum.write(out);
        }

        void read(DataInput in) throws IOException {
            count += in.readLong();
            sum.read(in);
        }
    }

    private final int limit;
    private final Map<String, Group> groups = new HashMap<>();
    private final Group all = new Group();
    private final Group missing = new Group();
    private boolean full;

    TargetTally(int limit) {
        this.limit = limit;
    }

    void add(String category, double target) {
        add(all, target);
        if (!full) {
            add(groups.computeIfAbsent(category, key -> new Group()), target);
            bound();
        }
    }

    void addMissing(double target) {
        add(all, target);
        add(missing, target);
    }

    private static void add(Group group, double target) {
        group.count++;
        group.sum.add(target);
    }

    void merge(TargetTally other) {
        all.merge(other.all);
        missing.merge(other.missing);
        full |= other.full;
        other.groups.forEach((text, group) ->
                groups.computeIfAbsent(text, key -> new Group()).merge(group));
        bound();
    }

    private void bound() {
        if (full || groups.size() > limit) {
            full = true;
            groups.clear();
        }
    }

    boolean isFull() {
        return full;
    }

    /** Returns the mean of the target over all rows that have one. */
    double prior() {
        return new Fraction(all.sum.value(), BigInteger.valueOf(all.count), GrowingSum.EXPONENT).toDouble();
    }

    /** Returns what rows without a category are encoded as; the prior if there is none. */
    double missing(double smoothing) {
        return missing.count == 0 ? prior() : encoded(missing, smoothing);
    }

    Map<String, Double> encoded(double smoothing) {
        Map<String, Double> encoded = new TreeMap<>(TextTally.BY_CODE_POINT);
        groups.forEach((text, group) -> encoded.put(text, encoded(group, smoothing)));
        return encoded;
    }

    /** Computes (sum + smoothing * prior) / (count + smoothing), which is rounded once. */
    private double encoded(Group group, double smoothing) {
        BigDecimal weight = new BigDecimal(smoothing);
        BigInteger one = BigInteger.TEN.pow(weight.scale());
        BigInteger share = weight.unscaledValue();
        BigInteger rows = BigInteger.valueOf(all.count);
        BigInteger numerator = group.sum
                .value()
                .multiply(rows)
                .multiply(one)
                .add(all.sum.value().multiply(share));
        BigInteger denominator =
                rows.multiply(BigInteger.valueOf(group.count).multiply(one).add(share));
        return new Fraction(numerator, denominator, GrowingSum.EXPONENT).toDouble();
    }

    void write(DataOutput out) throws IOException {
        all.write(out);
        missing.write(out);
        out.writeBoolean(full);
        out.writeInt(groups.size());
        for (Map.Entry<String, Group> entry : sorted().entrySet()) {
            TextTally.writeText(out, entry.getKey());
            entry.getValue().write(out);
        }
    }

    void read(DataInput in) throws IOException {
        all.read(in);
        missing.read(in);
        full |= in.readBoolean();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            groups.computeIfAbsent(TextTally.readText(in), key -> new Group()).read(in);
        }
        bound();
    }

    private Map<String, Group> sorted() {
        Map<String, Group> sorted = new TreeMap<>(TextTally.BY_CODE_POINT);
        sorted.putAll(groups);
        return sorted;
    }
}
