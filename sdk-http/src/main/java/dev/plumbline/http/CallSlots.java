package dev.plumbline.http;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How many calls may be on the wire: the JDK's client has no bound. The others wait in the order of their coming.
 * Thread-safe.
 */
final class CallSlots {
    static final int MOST_WAITING = 10_000;

    private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();
    private final Executor executor;
    private int free;

    CallSlots(int count, Executor executor) {
        this.free = count;
        this.executor = executor;
    }

    /** Returns a place in the line for a task. */
    Ticket ticket(Runnable task) {
        return new Ticket(task);
    }

    private boolean enter(Ticket ticket) {
        synchronized (this) {
            if (free == 0) {
                return waiting.size() < MOST_WAITING && waiting.add(ticket);
            }
            free--;
        }
        ticket.run();
        return true;
    }

    private synchronized void withdraw(Ticket ticket) {
        waiting.remove(ticket);
    }

    private void release() {
        Ticket next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            executor.execute(next);
        }
    }

    private enum State {
        WAITING,
        HELD,
        ENDED
    }

    /** One call's place. Thread-safe. */
    final class Ticket implements Runnable {
        private final Runnable task;
        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

        private Ticket(Runnable task) {
            this.task = task;
        }

        /** Runs the task when a slot is free: at once, or on the executor; false if too many wait. */
        boolean enter() {
            return CallSlots.this.enter(this);
        }

        /** Takes the slot that is free for it now. */
        @Override
        public void run() {
            if (state.compareAndSet(State.WAITING, State.HELD)) {
                task.run();
            } else {
                release();
            }
        }

        /** Gives the slot back, or the place in the line. */
        void leave() {
            switch (state.getAndSet(State.ENDED)) {
                case WAITING -> withdraw(this);
                case HELD -> release();
                case ENDED -> {}
            }
        }
    }
}
