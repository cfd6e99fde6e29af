package dev.plumbline.testing;

import java.util.ArrayList;
import java.util.List;

/** Keeps work until it is opened. Work runs outside the lock. */
final class Gate {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean closed;

    synchronized void close() {
        closed = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    void pass(Runnable work) {
        synchronized (this) {
            if (closed) {
                waiting.add(work);
                return;
            }
        }
        work.run();
    }

    void open() {
        List<Runnable> free;
        synchronized (this) {
            closed = false;
            free = List.copyOf(waiting);
            waiting.clear();
        }
        free.forEach(Runnable::run);
    }
}
