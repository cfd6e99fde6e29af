package dev.plumbline.log;

import dev.plumbline.runtime.ClientRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Where a client's events go: a service, a message queue, files.
 *
 * <p>The client does the rest: it keeps events in a bounded queue, makes batches, bounds how many sends are under way, ends
 * a send that takes too long, sends again what failed for a while, counts, and drains when it is closed. It may send an
 * event twice if it did not hear what became of the first time.
 *
 * <p>For implementers: thread-safe; no method but {@link #close()} may block, and a target that is down is no reason to
 * refuse a start.
 *
 * @param <E> the kind of event
 */
public interface LogSink<E> extends AutoCloseable {
    /**
     * Gives the sink what it runs on and begins to connect, lazily if it likes. Called before all else.
     *
     * @param runtime the client's runtime
     */
    void start(ClientRuntime runtime);

    /**
     * Returns how many events one send may carry. Events that wait while others are under way leave together.
     *
     * @return 1 or more; by default 1
     */
    default int maxBatch() {
        return 1;
    }

    /**
     * Returns how many sends may be under way at a time, those that wait to be made again included.
     *
     * @return 1 or more; by default 16
     */
    default int maxSends() {
        return 16;
    }

    /**
     * Sends events.
     *
     * <p>Returns at once. The future completes with what became of each event, or with a failure of them all. A failure
     * that may pass is sent again a few times: a {@link dev.plumbline.transport.TransportException} of a retryable kind or
     * with a time to wait, or a {@link java.io.IOException}; the client's own time limit is one too. Any other is final.
     * The client cancels the future when it has waited long enough. Exception messages hold no key, since they are logged.
     *
     * @param events 1 to {@link #maxBatch()} events, in the order they were offered
     * @return what became of them
     */
    CompletableFuture<SendResult> send(List<E> events);

    /** Ends the sink; nothing is sent afterwards. Does nothing the second time. */
    @Override
    void close();
}
