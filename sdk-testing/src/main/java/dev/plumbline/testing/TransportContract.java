package dev.plumbline.testing;

import java.time.Duration;

/**
 * What every transport has to do, as JUnit 5 tests, for those who write one. A subclass says how to open it and what its
 * contract carries:
 *
 * <pre>{@code
 * final class MyTransportTest extends TransportContract {
 *   @Override
 *   protected TransportTraits traits() {
 *     return TransportTraits.builder().versions(false).compositeKeys(false).build();
 *   }
 *
 *   @Override
 *   protected TransportBackend open(TransportPlan plan) {
 *     MyServer server = MyServer.start(plan.store(), plan.viewArray());
 *     return TransportBackend.of(new MyTransport(server.port(), plan.maxMessageBytes()), server);
 *   }
 * }
 * }</pre>
 *
 * <p>The server is the subclass's own, over the store of the plan: a {@link ServedStore} finds the rows of a request,
 * keeps the store's record and does what its fault plan says, so that such a server decodes requests, encodes rows and no
 * more. The servers in {@code dev.plumbline.testing.grpc} are made so.
 *
 * <p>Checked are: order, duplicates, missing and extra entities and features; null, NaN, and each type with its extremes;
 * partial failure; kinds of failure; deadlines and cancels, here and at the server; messages over the limit; close and a
 * server's death during calls; calls before the start and after the end; headers; 1,000 calls at once; threads; warm-up
 * and recovery; names; refusals of views; and that rows keep nothing of their reply. A check that the traits leave out is
 * reported as skipped, with the reason.
 *
 * <p>The checks run on the system's time; none waits longer than {@link #patience()}. Not thread-safe.
 */
public abstract class TransportContract extends MemoryChecks {
    /** For subclasses. */
    protected TransportContract() {}

    /**
     * Returns what the contract carries.
     *
     * @return the traits, always the same
     */
    protected abstract TransportTraits traits();

    /**
     * Opens a server over a store, and a transport to it that is not started. Called once or several times in a test.
     *
     * @param plan what to serve, and how large messages may be
     * @return the two, which the contract closes
     * @throws Exception if that fails, which fails the test
     */
    protected abstract TransportBackend open(TransportPlan plan) throws Exception;

    /**
     * Returns how long a check waits for what has to happen. Two thirds of it are the deadline of a call that is to succeed.
     *
     * @return 30 s, unless overridden
     */
    protected Duration patience() {
        return Duration.ofSeconds(30);
    }

    @Override
    final Duration mostWaited() {
        return patience();
    }

    @Override
    final TransportTraits carried() {
        return traits();
    }

    @Override
    final TransportBackend opened(TransportPlan plan) throws Exception {
        return open(plan);
    }
}
