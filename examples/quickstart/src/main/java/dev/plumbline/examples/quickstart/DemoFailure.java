package dev.plumbline.examples.quickstart;

import java.io.Serial;

/** Something that the demo promises did not happen. */
final class DemoFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message);
    }

    static void unless(boolean happened, String message) {
        if (!happened) {
            throw new DemoFailure(message);
        }
    }
}
