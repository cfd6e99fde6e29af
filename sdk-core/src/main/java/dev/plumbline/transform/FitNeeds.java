package dev.plumbline.transform;

import dev.plumbline.transform.internal.Quantile;
import java.util.Arrays;
import java.util.List;

/**
 * What a rule has to know of a step's values, besides their number, the least and the greatest.
 *
 * @param moments mean and deviation
 * @param quantiles which quantiles
 * @param mode the most frequent number
 * @param texts how often each category occurs
 * @param targets the mean of the target for each category
 */
record FitNeeds(boolean moments, List<Quantile> quantiles, boolean mode, boolean texts, boolean targets) {
    static final FitNeeds RANGE = new FitNeeds(false, List.of(), false, false, false);
    static final FitNeeds MOMENTS = new FitNeeds(true, List.of(), false, false, false);
    static final FitNeeds MODE = new FitNeeds(false, List.of(), true, false, false);
    static final FitNeeds TEXTS = new FitNeeds(false, List.of(), false, true, false);
    static final FitNeeds TARGETS = new FitNeeds(false, List.of(), false, false, true);

    static FitNeeds quantiles(List<Quantile> quantiles) {
        return new FitNeeds(false, quantiles, false, false, false);
    }

    /** Returns the ranks that the quantiles are computed from. */
    long[] ranks(long count) {
        return quantiles.stream()
                .flatMapToLong(quantile -> Arrays.stream(quantile.ranks(count)))
                .toArray();
    }
}
