package dev.plumbline.verify;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param descriptors sockets and selectors
 * @param threads live threads
 * @param heap octets in use after a collection
 */
record Footprint(int descriptors, int threads, long heap) {
    private static final int COLLECTIONS = 3;

    static Footprint now() throws IOException {
        return new Footprint(openDescriptors(), threadCount(), usedHeap());
    }

    /** Counts sockets, and what a selector is made of. */
    static int openDescriptors() throws IOException {
        List<Path> open;
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            open = all.toList();
        }
        int count = 0;
        for (Path descriptor : open) {
            try {
                String what = Files.readSymbolicLink(descriptor).toString();
                count += what.startsWith("socket:") || what.startsWith("anon_inode:") ? 1 : 0;
            } catch (IOException e) {
                // Closed meanwhile.
            }
        }
        return count;
    }

    static int threadCount() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
