package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.internal.KeyTally;
import dev.plumbline.transform.internal.Selection;
import dev.plumbline.transform.internal.SortKeys;
import dev.plumbline.transform.internal.TextTally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one pass over rows gathers of an input as it comes in: its states, and how its values are spread. Not thread-safe. */
final class InputTally {
    /** More distinct texts are not told apart; a histogram of them would say little. */
    private static final int MAX_TEXTS = 200_000;

    private final int input;
    private final FeatureType type;
    final long[] states = new long[ValueState.values().length];
    final @Nullable KeyTally keys;
    final @Nullable TextTally texts;
    long infinite;

    /** As unsigned keys. */
    long least = -1;

    long greatest;

    /** @param selection what the pass narrows, null if nothing */
    InputTally(int input, FeatureType type, @Nullable Selection selection) {
        this.input = input;
        this.type = type;
        this.texts = hasTexts(type) ? new TextTally(MAX_TEXTS) : null;
        this.keys = selection == null ? null : selection.tally();
    }

    /** Tells whether the values are counted one by one. */
    static boolean hasTexts(FeatureType type) {
        return type.kind() == FeatureType.Kind.STRING || type.kind() == FeatureType.Kind.BOOL;
    }

    /** Tells whether the values, or their lengths, have quantiles. */
    static boolean hasKeys(FeatureType type) {
        return !hasTexts(type) && type.kind() != FeatureType.Kind.VECTOR;
    }

    static boolean hasDoubles(FeatureType type) {
        return type.kind() == FeatureType.Kind.FLOAT32 || type.kind() == FeatureType.Kind.FLOAT64;
    }

    void add(InputRow row) {
        byte state = row.states[input];
        if (state != ValueState.PRESENT.code()) {
            states[state]++;
            return;
        }
        long bits = row.bits[input];
        switch (type.kind()) {
            case FLOAT32, FLOAT64 -> {
                double x = Double.longBitsToDouble(bits);
                if (Double.isInfinite(x)) {
                    infinite++;
                    return;
                }
                key(SortKeys.of(x));
            }
            case INT32, INT64, TIMESTAMP -> key(SortKeys.of(bits));
            case BOOL -> text(bits != 0 ? "true" : "false");
            case STRING -> text((String) Objects.requireNonNull(row.objects[input]));
            case BYTES, LIST -> key(SortKeys.of((long) Array.getLength(Objects.requireNonNull(row.objects[input]))));
            default -> {}
        }
        states[state]++;
    }

    private void key(long key) {
        least = Long.compareUnsigned(key, least) < 0 ? key : least;
        greatest = Long.compareUnsigned(key, greatest) > 0 ? key : greatest;
        if (keys != null) {
            keys.add(key);
        }
    }

    private void text(String text) {
        if (texts != null) {
            texts.add(text);
        }
    }

    void merge(InputTally other) {
        for (int i = 0; i < states.length; i++) {
            states[i] += other.states[i];
        }
        addRange(other.infinite, other.least, other.greatest);
        if (keys != null && other.keys != null) {
            keys.merge(other.keys);
        }
        if (texts != null && other.texts != null) {
            texts.merge(other.texts);
        }
    }

    private void addRange(long infinities, long low, long high) {
        infinite += infinities;
        least = Long.compareUnsigned(low, least) < 0 ? low : least;
        greatest = Long.compareUnsigned(high, greatest) > 0 ? high : greatest;
    }

    void write(DataOutput out) throws IOException {
        for (long state : states) {
            out.writeLong(state);
        }
        out.writeLong(infinite);
        out.writeLong(least);
        out.writeLong(greatest);
        if (keys != null) {
            keys.write(out);
        }
        if (texts != null) {
            texts.write(out);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < states.length; i++) {
            states[i] += in.readLong();
        }
        addRange(in.readLong(), in.readLong(), in.readLong());
        if (keys != null) {
            keys.read(in);
        }
        if (texts != null) {
            texts.read(in);
        }
    }
}
