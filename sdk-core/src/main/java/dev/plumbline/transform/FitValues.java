package dev.plumbline.transform;

import dev.plumbline.transform.internal.Quantile;
import dev.plumbline.transform.internal.Selection;
import dev.plumbline.transform.internal.SortKeys;
import dev.plumbline.transform.internal.TextTally;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What is known of all values that a step takes, as far as its rule needs it. */
final class FitValues {
    private final StepTally tally;
    private final Selection selection;
    private final boolean integers;

    FitValues(StepTally tally, Selection selection, boolean integers) {
        this.tally = tally;
        this.selection = selection;
        this.integers = integers;
    }

    long count() {
        return tally.count;
    }

    double mean() {
        return Objects.requireNonNull(tally.moments).mean();
    }

    double std(int ddof) {
        return Objects.requireNonNull(tally.moments).std(ddof);
    }

    double min() {
        return number(tally.least);
    }

    double max() {
        return number(tally.greatest);
    }

    long minKey() {
        return tally.least;
    }

    long maxKey() {
        return tally.greatest;
    }

    double quantile(Quantile quantile) {
        return quantile.value(tally.count, rank -> number(selection.key(rank)));
    }

    /** Returns the key of a quantile that is one of the values. */
    long key(Quantile quantile) {
        return selection.key(quantile.ranks(tally.count)[0]);
    }

    long mode(OpenStep step) {
        if (Objects.requireNonNull(tally.modes).isFull()) {
            throw tooMany(step, "write by: median");
        }
        return tally.modes.mode();
    }

    List<TextTally.Entry> texts(OpenStep step) {
        return texts(step, TextTally.BY_CODE_POINT);
    }

    List<TextTally.Entry> texts(OpenStep step, Comparator<String> ties) {
        if (Objects.requireNonNull(tally.texts).isFull()) {
            throw tooMany(step, "put hash in its place");
        }
        return tally.texts.entries(ties);
    }

    TargetTally targets(OpenStep step) {
        if (Objects.requireNonNull(tally.targets).isFull()) {
            throw tooMany(step, "group the categories before");
        }
        return tally.targets;
    }

    private static SpecException tooMany(OpenStep step, String remedy) {
        return step.fault(
                "PLB-206", "and more distinct values than fitting counts; " + remedy + ", or raise the limit");
    }

    /** Returns a key's value as the document has it. */
    SpecNode node(long key) {
        return integers ? FitNodes.integer(SortKeys.toLong(key)) : FitNodes.number(SortKeys.toDouble(key));
    }

    private double number(long key) {
        return integers ? SortKeys.toLong(key) : SortKeys.toDouble(key);
    }
}
