package dev.plumbline.cache.tiered;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why a node did not do what it was asked. It has no stack trace: it is frequent when a server is down. */
final class NodeException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The kinds of trouble. */
    enum Reason {
        /** There is no connection, or it broke while the answer was due. */
        UNREACHABLE,
        /** The circuit is open; nothing was sent. */
        CIRCUIT_OPEN,
        /** No answer in time. */
        TIMEOUT,
        /** Too much is under way; nothing was sent. */
        BUSY,
        /** The server said what no server says; the connection is closed. */
        PROTOCOL,
        /** The server refused. */
        SERVER,
        /** The node is closed. */
        CLOSED
    }

    private final Reason reason;

    NodeException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.reason = reason;
    }

    static NodeException busy(String node) {
        return new NodeException(Reason.BUSY, node + " has too much under way", null);
    }

    static NodeException of(String message, @Nullable Throwable cause) {
        return new NodeException(Reason.UNREACHABLE, message, cause);
    }

    Reason reason() {
        return reason;
    }

    boolean isBusy() {
        return reason == Reason.BUSY;
    }
}
