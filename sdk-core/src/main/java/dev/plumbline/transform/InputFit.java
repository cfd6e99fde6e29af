package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.internal.Quantile;
import dev.plumbline.transform.internal.Quantile.Method;
import dev.plumbline.transform.internal.Selection;
import dev.plumbline.transform.internal.SortKeys;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an input's values, for later comparison.
 *
 * @param first what the first pass gathered, null before it
 * @param selection the bounds of the histogram as far as they are found
 */
record InputFit(
        int input,
        FeatureType type,
        @Nullable InputTally first,
        @Nullable TopTexts top,
        Selection selection) {
    private static final int BINS = 20;

    static InputFit start(int input, FeatureType type) {
        return new InputFit(input, type, null, null, Selection.start());
    }

    /** Returns a tally for the next pass, null if none is needed. */
    @Nullable InputTally tally() {
        return isDone() ? null : new InputTally(input, type, selects() ? selection : null);
    }

    private boolean selects() {
        return InputTally.hasKeys(type) && !selection.isDone();
    }

    boolean isDone() {
        return first != null && !selects();
    }

    InputFit next(InputTally pass) {
        InputTally gathered = first;
        TopTexts frequent = top;
        if (gathered == null) {
            gathered = new InputTally(input, FeatureType.BYTES, null);
            gathered.merge(pass);
            frequent = pass.texts == null ? null : TopTexts.of(pass.texts);
        }
        Selection narrowed = pass.keys == null ? selection : selection.next(pass.keys, InputFit::ranks);
        return new InputFit(input, type, gathered, frequent, narrowed);
    }

    private static long[] ranks(long count) {
        return LongStream.range(1, BINS)
                .map(i -> Quantile.of((int) i, BINS, Method.INVERTED_CDF).ranks(count)[0])
                .toArray();
    }

    /** Returns the input's entry of the provenance. */
    SpecNode node() {
        InputTally tally = java.util.Objects.requireNonNull(first);
        Map<String, SpecNode> fields = new LinkedHashMap<>();
        long present = tally.states[ValueState.PRESENT.code()];
        fields.put("present", FitNodes.integer(present));
        fields.put(
                "missing",
                FitNodes.integer(tally.states[ValueState.NULL.code()] + tally.states[ValueState.NOT_FOUND.code()]));
        fields.put("nan", FitNodes.integer(tally.states[ValueState.NAN.code()]));
        fields.put("inf", FitNodes.integer(tally.infinite));
        fields.put("stale", FitNodes.integer(tally.states[ValueState.STALE.code()]));
        fields.put("error", FitNodes.integer(tally.states[ValueState.ERROR.code()]));
        if (present > 0 && InputTally.hasKeys(type)) {
            fields.put("min", value(tally.least));
            fields.put("max", value(tally.greatest));
            fields.put("histogram", histogram(present));
        }
        if (top != null) {
            fields.put("histogram", top.node());
        }
        return SpecNode.map(0, fields);
    }

    /** Counts are those of a bucketize with these bounds. */
    private SpecNode histogram(long present) {
        List<SpecNode> bounds = new ArrayList<>();
        List<SpecNode> counts = new ArrayList<>();
        long before = 0;
        long last = 0;
        for (long rank : ranks(present)) {
            long key = selection.key(rank);
            if (bounds.isEmpty() || key != last) {
                bounds.add(value(key));
                counts.add(FitNodes.integer(selection.less(rank) - before));
                before = selection.less(rank);
                last = key;
            }
        }
        counts.add(FitNodes.integer(present - before));
        Map<String, SpecNode> fields = new LinkedHashMap<>();
        fields.put("bounds", SpecNode.list(0, bounds));
        fields.put("counts", SpecNode.list(0, counts));
        return SpecNode.map(0, fields);
    }

    private SpecNode value(long key) {
        return InputTally.hasDoubles(type)
                ? FitNodes.number(SortKeys.toDouble(key))
                : FitNodes.integer(SortKeys.toLong(key));
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(first != null);
        if (first != null) {
            first.write(out);
        }
        out.writeBoolean(top != null);
        if (top != null) {
            top.write(out);
        }
        selection.write(out);
    }

    static InputFit read(int input, FeatureType type, DataInput in) throws IOException {
        InputTally first = null;
        if (in.readBoolean()) {
            first = new InputTally(input, FeatureType.BYTES, null);
            first.read(in);
        }
        TopTexts top = in.readBoolean() ? TopTexts.read(in) : null;
        return new InputFit(input, type, first, top, Selection.read(in));
    }
}
