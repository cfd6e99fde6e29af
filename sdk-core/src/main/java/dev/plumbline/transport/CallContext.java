package dev.plumbline.transport;

import java.util.Map;

/**
 * What travels beside a fetch.
 *
 * <p>Immutable and thread-safe.
 *
 * @param deadlineNanos when the attempt ends, on the runtime's ticker; compare by difference
 * @param headers metadata for the wire, lower-case names; trace context among them
 */
public record CallContext(long deadlineNanos, Map<String, String> headers) {
    /**
     * Makes a context.
     *
     * @param deadlineNanos when the attempt ends, on the runtime's ticker
     * @param headers metadata for the wire
     */
    public CallContext {
        headers = Map.copyOf(headers);
    }
}
