package dev.plumbline.testing;

import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * A request that a server for tests received, until it is answered or its client gives it up.
 *
 * <p>Thread-safe.
 */
public final class ServedCall {
    private final Reply reply;
    private final BiConsumer<ServedCall, Boolean> onEnd;
    private final long arrivedNanos = System.nanoTime();
    private final Duration timeLeft;
    private final AtomicBoolean ended = new AtomicBoolean();

    ServedCall(Reply reply, Duration timeLeft, BiConsumer<ServedCall, Boolean> onEnd) {
        this.reply = reply;
        this.timeLeft = timeLeft;
        this.onEnd = onEnd;
    }

    /** Sends an answer on the wire. For those who write a server; one of its methods is called, once, on any thread. */
    public interface Reply {
        /**
         * Sends rows.
         *
         * @param rows in the order in which the server is to send them, which need not be that of the request; entities
         *     may be left out, and there may be some that nobody asked for
         */
        void rows(List<ServedRow> rows);

        /**
         * Fails the whole request.
         *
         * @param failure how
         */
        void failed(TransportException failure);
    }

    /**
     * Notes that the client gave the request up. The store counts it as cancelled, unless the time that the client gave
     * was over anyway.
     */
    public void givenUp() {
        end(Duration.ofNanos(System.nanoTime() - arrivedNanos).compareTo(timeLeft) < 0, () -> {});
    }

    void drop() {
        end(false, () -> {});
    }

    void answer(List<ServedRow> rows) {
        end(false, () -> reply.rows(rows));
    }

    void fail(TransportException failure) {
        end(false, () -> reply.failed(failure));
    }

    /** Books the end before anybody is told of it. */
    private void end(boolean byCancel, Runnable tell) {
        if (ended.compareAndSet(false, true)) {
            onEnd.accept(this, byCancel);
            tell.run();
        }
    }
}
