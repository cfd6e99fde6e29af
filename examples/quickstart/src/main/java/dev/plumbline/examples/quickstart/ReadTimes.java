package dev.plumbline.examples.quickstart;

import dev.plumbline.feature.FeatureRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How long reads took, by the tier that answered them. */
final class ReadTimes {
    private final Map<String, Collection<Long>> nanos = new TreeMap<>();

    FeatureRow time(Supplier<FeatureRow> read) {
        long start = System.nanoTime();
        FeatureRow row = read.get();
        long took = System.nanoTime() - start;
        String tier = row.tier().name().toLowerCase(Locale.ROOT) + " "
                + row.freshness().name().toLowerCase(Locale.ROOT);
        nanos.computeIfAbsent(tier, name -> new ArrayList<>()).add(took);
        return row;
    }

    /** A line for each tier: reads, and the time that half and nearly all of them took. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "  %-14s %8s %12s %12s", "tier", "reads", "p50", "p99"));
        nanos.forEach((tier, times) -> {
            long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-14s %8d %9.1f us %9.1f us",
                    tier,
                    sorted.length,
                    at(sorted, 0.50) / 1e3,
                    at(sorted, 0.99) / 1e3));
        });
        return lines;
    }

    long count(String tier) {
        Collection<Long> times = nanos.get(tier);
        return times == null ? 0 : times.size();
    }

    private static long at(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))];
    }
}
