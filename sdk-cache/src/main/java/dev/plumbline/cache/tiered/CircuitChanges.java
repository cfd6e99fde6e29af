package dev.plumbline.cache.tiered;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to one node, which begins unconnected, and passes on that it is there. Thread-safe. */
final class CircuitChanges implements NodeEvents {
    private final Rejections rejections;
    private final LongAdder closedToOpen = new LongAdder();
    private final LongAdder openToHalfOpen = new LongAdder();
    private final LongAdder halfOpenToClosed = new LongAdder();
    private final LongAdder halfOpenToOpen = new LongAdder();
    private volatile Runnable whenClosed = () -> {};
    private Node.State state = Node.State.OPEN;

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

    /** Sets what runs each time the circuit has closed. */
    void whenClosed(Runnable then) {
        whenClosed = then;
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
        if (state == Node.State.OPEN) {
            openToHalfOpen.increment();
            state = Node.State.HALF_OPEN;
        }
    }

    @Override
    public void closed() {
        close();
        whenClosed.run();
    }

    private synchronized void close() {
        halfOpened();
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
