package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.Ticker;
import java.util.function.DoubleSupplier;

/**
 * The circuit of a node. It opens after five timeouts in a row, when more than half of at least twenty calls within a
 * second failed, or at once when the connection is lost. It stays open for a quarter of a second, and twice as long each
 * time a probe fails or it held for less than a second, up to five seconds; jitter takes off up to half. It schedules nothing:
 * what opens it is told when to probe. Thread-safe.
 */
final class NodeBreaker {
    /** What opening methods return when there is nothing to do. */
    static final long NOTHING = -1;

    static final long FIRST_OPEN_NANOS = 250_000_000L;
    static final long LONGEST_OPEN_NANOS = 5_000_000_000L;

    private static final long STEADY_NANOS = 1_000_000_000L;
    private static final int TIMEOUTS_IN_A_ROW = 5;
    private static final int LEAST_CALLS = 20;
    private static final int SLOTS = 10;
    private static final long SLOT_NANOS = 100_000_000L;

    private final Ticker ticker;
    private final DoubleSupplier random;
    private final long bornNanos;
    private final int[] calls = new int[SLOTS];
    private final int[] errors = new int[SLOTS];

    private volatile Node.State state = Node.State.OPEN;
    private int timeoutsInARow;
    private long slot;
    private long openNanos = FIRST_OPEN_NANOS;
    private long closedAtNanos;

    /** Makes an open circuit: there is no connection yet. */
    NodeBreaker(Ticker ticker, DoubleSupplier random) {
        this.ticker = ticker;
        this.random = random;
        this.bornNanos = ticker.nanos();
        this.closedAtNanos = bornNanos - STEADY_NANOS;
    }

    Node.State state() {
        return state;
    }

    boolean isClosed() {
        return state == Node.State.CLOSED;
    }

    /** A call was answered in time. */
    synchronized void succeeded() {
        timeoutsInARow = 0;
        calls[slot()]++;
    }

    /**
     * Calls had no answer in time.
     *
     * @return how long to wait before the first probe, if this opened the circuit, else {@link #NOTHING}
     */
    synchronized long timedOut(int howMany) {
        int now = slot();
        calls[now] += howMany;
        errors[now] += howMany;
        timeoutsInARow += howMany;
        if (state != Node.State.CLOSED) {
            return NOTHING;
        }
        return timeoutsInARow >= TIMEOUTS_IN_A_ROW || mostFailed() ? open() : NOTHING;
    }

    /**
     * The connection is lost.
     *
     * @return how long to wait before the first probe, if this opened the circuit, else {@link #NOTHING}
     */
    synchronized long lost() {
        return state == Node.State.CLOSED ? open() : NOTHING;
    }

    /** A probe begins. */
    synchronized void probing() {
        state = Node.State.HALF_OPEN;
    }

    /** A probe was answered. */
    synchronized void recovered() {
        for (int i = 0; i < SLOTS; i++) {
            calls[i] = 0;
            errors[i] = 0;
        }
        timeoutsInARow = 0;
        closedAtNanos = ticker.nanos();
        state = Node.State.CLOSED;
    }

    /**
     * A probe failed.
     *
     * @return how long to wait before the next one
     */
    synchronized long notRecovered() {
        state = Node.State.OPEN;
        return nextWait();
    }

    private long open() {
        state = Node.State.OPEN;
        if (ticker.nanos() - closedAtNanos >= STEADY_NANOS) {
            openNanos = FIRST_OPEN_NANOS;
        }
        return nextWait();
    }

    private long nextWait() {
        long wait = openNanos;
        openNanos = Math.min(2 * openNanos, LONGEST_OPEN_NANOS);
        return wait - (long) (0.5 * wait * random.getAsDouble());
    }

    private boolean mostFailed() {
        int allCalls = 0;
        int allErrors = 0;
        for (int i = 0; i < SLOTS; i++) {
            allCalls += calls[i];
            allErrors += errors[i];
        }
        return allCalls >= LEAST_CALLS && 2 * allErrors > allCalls;
    }

    /** Returns the place of the present tenth of a second, and empties those that are a second old. */
    private int slot() {
        long now = (ticker.nanos() - bornNanos) / SLOT_NANOS;
        for (long i = Math.max(slot + 1, now - SLOTS + 1); i <= now; i++) {
            calls[(int) (i % SLOTS)] = 0;
            errors[(int) (i % SLOTS)] = 0;
        }
        slot = Math.max(slot, now);
        return (int) (slot % SLOTS);
    }
}
