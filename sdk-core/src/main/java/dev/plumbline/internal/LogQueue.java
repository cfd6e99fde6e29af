package dev.plumbline.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Events that wait, bounded by number and weight. An event keeps its room until it is released, so the bounds hold for
 * those under way too. Never blocks. Thread-safe.
 */
final class LogQueue<E> {
    private final ConcurrentLinkedQueue<LogEntry<E>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong octets = new AtomicLong();
    private final LogSettings settings;
    private final LongAdder dropped;

    LogQueue(LogSettings settings, LongAdder dropped) {
        this.settings = settings;
        this.dropped = dropped;
    }

    /** Takes an event, or counts one as dropped: this, or those that it takes the room of. */
    void offer(LogEntry<E> entry) {
        while (!reserve(entry.octets())) {
            LogEntry<E> oldest = settings.dropOldest() ? waiting.poll() : null;
            dropped.increment();
            if (oldest == null) {
                return;
            }
            release(oldest);
        }
        waiting.add(entry);
    }

    private boolean reserve(int size) {
        if (!add(events, 1, settings.maxEvents())) {
            return false;
        }
        if (!add(octets, size, settings.maxBytes())) {
            events.decrementAndGet();
            return false;
        }
        return true;
    }

    private static boolean add(AtomicLong held, int amount, long most) {
        long now = held.get();
        while (now + amount <= most) {
            long seen = held.compareAndExchange(now, now + amount);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    /** Takes out those that wait longest; they keep their room. */
    List<LogEntry<E>> poll(int most) {
        LogEntry<E> next = waiting.poll();
        if (next == null) {
            return List.of();
        }
        List<LogEntry<E>> batch = new ArrayList<>();
        while (next != null) {
            batch.add(next);
            next = batch.size() < most ? waiting.poll() : null;
        }
        return batch;
    }

    /** Gives up the room of an event. */
    void release(LogEntry<E> entry) {
        octets.addAndGet(-entry.octets());
        events.decrementAndGet();
    }

    /** Whether nothing waits; something may be under way all the same. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** How many events have room. */
    long events() {
        return events.get();
    }

    /** How much room they have. */
    long octets() {
        return octets.get();
    }
}
