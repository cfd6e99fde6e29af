package dev.plumbline.cache.tiered;

import java.util.List;

/**
 * What one run came to.
 *
 * @param name what distinguishes it from the other runs of its scenario
 * @param reads the reads that ended
 * @param waited those that took longer than 100 ms
 * @param failed those that failed
 * @param stale those that were answered with a stale row
 * @param load the origin's calls, slice by slice
 */
record StampedeResult(String name, int reads, int waited, int failed, int stale, List<Integer> load) {
    int calls() {
        return load.stream().mapToInt(Integer::intValue).sum();
    }

    int peak() {
        return load.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Override
    public String toString() {
        return name + ": reads " + reads + ", calls " + calls() + ", peak " + peak() + ", waited " + waited
                + ", failed " + failed + ", stale " + stale;
    }
}
