package dev.plumbline.http;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * A few buffers for replies, one after the other. Rows keep nothing of them, so they need not become garbage each time.
 * Thread-safe.
 */
final class SpareBuffers {
    private static final int SPARES = 4;
    private static final int LARGEST_SPARE = 1024 * 1024;
    private static final byte[] NONE = {};

    private final ArrayBlockingQueue<byte[]> spares = new ArrayBlockingQueue<>(SPARES);

    byte[] take() {
        byte[] spare = spares.poll();
        return spare == null ? NONE : spare;
    }

    void giveBack(byte[] bytes) {
        if (bytes.length > 0 && bytes.length <= LARGEST_SPARE) {
            // A full queue leaves the buffer to the garbage collector.
            spares.offer(bytes);
        }
    }
}
