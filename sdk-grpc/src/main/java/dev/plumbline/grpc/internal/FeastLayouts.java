package dev.plumbline.grpc.internal;

import java.io.IOException;
import java.util.Arrays;

/**
 * The layouts that came lately. A server keeps its order, so one comparison finds it; the servers of a fleet may each
 * have their own. Thread-safe.
 */
final class FeastLayouts {
    private static final int KEPT = 16;
    private static final int LARGEST_KEPT = 64 * 1024;

    private final FeastNames names;
    private final String view;
    private volatile FeastLayout[] kept = {};

    FeastLayouts(FeastNames names, String view) {
        this.names = names;
        this.view = view;
    }

    FeastLayout of(byte[] bytes, int from, int to, int columns) throws IOException {
        FeastLayout[] known = kept;
        for (FeastLayout layout : known) {
            if (layout.columns() == columns && layout.isOf(bytes, from, to)) {
                return layout;
            }
        }
        FeastLayout read = FeastLayout.read(Arrays.copyOfRange(bytes, from, to), columns, names, view);
        if (to - from <= LARGEST_KEPT) {
            // A race loses a layout, which is then read again.
            kept = with(known, read);
        }
        return read;
    }

    private static FeastLayout[] with(FeastLayout[] known, FeastLayout latest) {
        FeastLayout[] next = new FeastLayout[Math.min(known.length + 1, KEPT)];
        next[0] = latest;
        System.arraycopy(known, 0, next, 1, next.length - 1);
        return next;
    }
}
