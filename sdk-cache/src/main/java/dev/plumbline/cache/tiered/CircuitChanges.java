package dev.plumbline.cache.tiered;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to one node. Thread-safe. */
final class CircuitChanges implements NodeEvents {
    private final Rejections rejections;
    private final LongAdder closedToOpen = new LongAdder();
    private final LongAdder openToHalfOpen = new LongAdder();
    private final LongAdder halfOpenToClosed = new LongAdder();
    private final LongAdder halfOpenToOpen = new LongAdder();
    private Node.State state = Node.State.CLOSED;

    CircuitChanges(Rejections rejections) {
        this.rejections = rejections;
    }

    /** Takes one kind of change. */
    @FunctionalInterface
    interface Taker {
        void take(Node.State from, Node.State to, LongAdder count);
    }

    void forEach(Taker taker) {
        taker.take(Node.State.CLOSED, Node.State.OPEN, closedToOpen);
        taker.take(Node.State.OPEN, Node.State.HALF_OPEN, openToHalfOpen);
        taker.take(Node.State.HALF_OPEN, Node.State.CLOSED, halfOpenToClosed);
        taker.take(Node.State.HALF_OPEN, Node.State.OPEN, halfOpenToOpen);
    }

    @Override
    public synchronized void opened() {
        if (state != Node.State.OPEN) {
            (state == Node.State.HALF_OPEN ? halfOpenToOpen : closedToOpen).increment();
            state = Node.State.OPEN;
        }
    }

    @Override
    public synchronized void halfOpened() {
        if (state == Node.State.CLOSED) {
            opened();
        }
        if (state == Node.State.OPEN) {
            openToHalfOpen.increment();
            state = Node.State.HALF_OPEN;
        }
    }

    @Override
    public synchronized void closed() {
        if (state == Node.State.OPEN) {
            halfOpened();
        }
        if (state == Node.State.HALF_OPEN) {
            halfOpenToClosed.increment();
            state = Node.State.CLOSED;
        }
    }

    @Override
    public void unasked() {
        rejections.count(Rejections.Reason.UNASKED);
    }
}
