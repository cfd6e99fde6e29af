package dev.plumbline.cache.tiered;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why a node did not do what it was asked. It has no stack trace: it is frequent when a server is down. */
final class NodeException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether nothing was sent because too much is under way. */
    private final boolean busy;

    private NodeException(String message, @Nullable Throwable cause, boolean busy) {
        super(message, cause, false, false);
        this.busy = busy;
    }

    static NodeException busy(String node) {
        return new NodeException(node + " has too much under way", null, true);
    }

    static NodeException of(String message, @Nullable Throwable cause) {
        return new NodeException(message, cause, false);
    }

    boolean isBusy() {
        return busy;
    }
}
