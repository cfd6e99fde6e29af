package dev.plumbline.cache.tiered;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts what happens to a node. */
final class CountingEvents implements NodeEvents {
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger halfOpened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final AtomicInteger timedOut = new AtomicInteger();
    final AtomicInteger protocolErrors = new AtomicInteger();
    final AtomicInteger unsolicited = new AtomicInteger();
    final AtomicInteger unasked = new AtomicInteger();
    final AtomicInteger connected = new AtomicInteger();

    @Override
    public void opened() {
        opened.incrementAndGet();
    }

    @Override
    public void halfOpened() {
        halfOpened.incrementAndGet();
    }

    @Override
    public void closed() {
        closed.incrementAndGet();
    }

    @Override
    public void timedOut(int operations) {
        timedOut.addAndGet(operations);
    }

    @Override
    public void protocolError() {
        protocolErrors.incrementAndGet();
    }

    @Override
    public void unsolicited() {
        unsolicited.incrementAndGet();
    }

    @Override
    public void unasked() {
        unasked.incrementAndGet();
    }

    @Override
    public void connected() {
        connected.incrementAndGet();
    }
}
