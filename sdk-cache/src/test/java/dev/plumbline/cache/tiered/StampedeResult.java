package dev.plumbline.cache.tiered;

import java.util.List;

/**
 * What one run came to.
 *
 * @param name what distinguishes it from the other runs of its scenario
 * @param drawn whether the chart has a curve of it
 * @param reads the reads that ended
 * @param waited those that took longer than 100 ms
 * @param failed those that failed
 * @param stale those that were answered with a stale row
 * @param load the origin's calls, slice by slice
 */
record StampedeResult(String name, boolean drawn, int reads, int waited, int failed, int stale, List<Integer> load) {
    StampedeResult undrawn() {
        return new StampedeResult(name, false, reads, waited, failed, stale, load);
    }

    int calls() {
        return calls(0, load.size());
    }

    /** The calls from one slice to before another. */
    int calls(int from, int to) {
        return load.subList(from, to).stream().mapToInt(Integer::intValue).sum();
    }

    int peak() {
        return load.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    int stalePermille() {
        return reads == 0 ? 0 : Math.toIntExact(1_000L * stale / reads);
    }
}
