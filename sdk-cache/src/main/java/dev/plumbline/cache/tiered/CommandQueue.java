package dev.plumbline.cache.tiered;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one connection, in order: those to write, and all that have no answer yet. A command leaves once: when
 * its reply is whole, when it is given up before it was written, or when the connection ends. One thread at a time
 * writes; {@link #add} names it and {@link #stopWriting} lets it go. Thread-safe.
 */
final class CommandQueue {
    /** What becomes of a command that is added. */
    enum Added {
        /** The thread that added it writes. */
        WRITE,
        /** Another thread writes already. */
        WRITTEN_BY_ANOTHER,
        /** The connection has ended; the command is not taken. */
        REFUSED
    }

    /**
     * What a sweep found.
     *
     * @param late commands out of time, still to be failed
     * @param dropped those of them that were never written and have left
     * @param stalled whether the oldest command has waited too long for any good to come
     * @param next when to look again, empty if there is nothing to wait for
     */
    record Swept(List<NodeCommand<?>> late, List<NodeCommand<?>> dropped, boolean stalled, OptionalLong next) {}

    private final long stallNanos;
    private final ArrayDeque<NodeCommand<?>> unanswered = new ArrayDeque<>();
    private final ArrayDeque<NodeCommand<?>> unwritten = new ArrayDeque<>();
    private boolean writing;
    private @Nullable NodeException end;

    CommandQueue(long stallNanos) {
        this.stallNanos = stallNanos;
    }

    synchronized Added add(NodeCommand<?> command) {
        if (end != null) {
            return Added.REFUSED;
        }
        unanswered.addLast(command);
        unwritten.addLast(command);
        if (writing) {
            return Added.WRITTEN_BY_ANOTHER;
        }
        writing = true;
        return Added.WRITE;
    }

    /** Returns the next command to write, which counts as written from now on. */
    synchronized @Nullable NodeCommand<?> nextToWrite() {
        NodeCommand<?> next = unwritten.pollFirst();
        if (next != null) {
            next.markSent();
        }
        return next;
    }

    /** Ends the writing, unless there is more to write. */
    synchronized boolean stopWriting() {
        writing = !unwritten.isEmpty() && end == null;
        return !writing;
    }

    /** Returns the command that the next octets answer, null if none was asked for. */
    synchronized @Nullable NodeCommand<?> awaited() {
        NodeCommand<?> head = unanswered.peekFirst();
        return head != null && head.isSent() ? head : null;
    }

    /** Takes out the awaited command. False if the connection ended meanwhile, and the command with it. */
    synchronized boolean answered(NodeCommand<?> command) {
        if (unanswered.peekFirst() != command) {
            return false;
        }
        unanswered.removeFirst();
        return true;
    }

    /** Ends the queue. Returns what it held, null if it had ended before. */
    synchronized @Nullable List<NodeCommand<?>> end(NodeException why) {
        if (end != null) {
            return null;
        }
        end = why;
        List<NodeCommand<?>> left = new ArrayList<>(unanswered);
        unanswered.clear();
        unwritten.clear();
        return left;
    }

    /** Returns why the connection ended, null if it has not. */
    synchronized @Nullable NodeException whyEnded() {
        return end;
    }

    synchronized boolean isEmpty() {
        return unanswered.isEmpty();
    }

    /** Finds what is out of time. */
    synchronized Swept sweep(long now) {
        List<NodeCommand<?>> late = new ArrayList<>();
        List<NodeCommand<?>> dropped = new ArrayList<>();
        long next = Long.MAX_VALUE;
        for (NodeCommand<?> command : unanswered) {
            if (command.isOver()) {
                continue;
            }
            long left = command.deadlineNanos() - now;
            if (left > 0) {
                next = Math.min(next, left);
            } else {
                late.add(command);
                if (!command.isSent() && !command.isSentAnyway()) {
                    dropped.add(command);
                }
            }
        }
        unanswered.removeAll(dropped);
        unwritten.removeAll(dropped);
        NodeCommand<?> head = unanswered.peekFirst();
        long patience = head == null ? Long.MAX_VALUE : head.startNanos() + stallNanos - now;
        if (patience > 0) {
            next = Math.min(next, patience);
        }
        return new Swept(
                late,
                dropped,
                patience <= 0,
                next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(now + next));
    }
}
