package dev.plumbline.log;

import java.util.Map;
import java.util.Optional;

/**
 * What became of the events of one send.
 *
 * <p>Immutable and thread-safe.
 */
public final class SendResult {
    private static final SendResult ALL_SENT = new SendResult(Map.of());

    private final Map<Integer, Throwable> failures;

    private SendResult(Map<Integer, Throwable> failures) {
        this.failures = failures;
    }

    /**
     * Returns the result of a send that took all events.
     *
     * @return the result
     */
    public static SendResult allSent() {
        return ALL_SENT;
    }

    /**
     * Returns the result of a send that took some events.
     *
     * @param failures why the others were not taken, by their index in the send
     * @return the result
     */
    public static SendResult failed(Map<Integer, ? extends Throwable> failures) {
        return failures.isEmpty() ? ALL_SENT : new SendResult(Map.copyOf(failures));
    }

    /**
     * Returns why an event was not taken.
     *
     * @param index its index in the send
     * @return the failure, empty if it was taken
     */
    public Optional<Throwable> failure(int index) {
        return failures.isEmpty() ? Optional.empty() : Optional.ofNullable(failures.get(index));
    }

    /** Returns how many events were not taken. */
    @Override
    public String toString() {
        return failures.isEmpty() ? "all sent" : failures.size() + " not sent";
    }
}
