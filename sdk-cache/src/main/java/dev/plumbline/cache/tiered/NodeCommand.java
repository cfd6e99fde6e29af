package dev.plumbline.cache.tiered;

import com.google.code.yanf4j.buffer.IoBuffer;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import net.rubyeye.xmemcached.command.Command;
import net.rubyeye.xmemcached.command.CommandType;
import net.rubyeye.xmemcached.impl.MemcachedTCPSession;
import org.jspecify.annotations.Nullable;

/**
 * An operation under way: its request, the state of reading its reply, and the future of its outcome. The reply is read
 * to its end even if nobody waits for it any more.
 */
abstract class NodeCommand<T> extends Command {
    private static final IoBuffer NOTHING = IoBuffer.wrap(new byte[0]);

    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final int octets;
    private long startNanos;
    private long deadlineNanos;
    private @Nullable NodePermits permits;
    private boolean sent;
    private @Nullable T outcome;
    private @Nullable NodeException failure;

    NodeCommand(RequestText request) {
        super(CommandType.GET_MANY);
        setIoBuffer(request.toBuffer());
        this.octets = getIoBuffer().remaining();
    }

    final CompletableFuture<T> future() {
        return future;
    }

    final void within(long start, long deadline) {
        startNanos = start;
        deadlineNanos = deadline;
    }

    final long startNanos() {
        return startNanos;
    }

    final long deadlineNanos() {
        return deadlineNanos;
    }

    /** Takes a permit for as long as the operation has a place on the wire. */
    final boolean takePermit(NodePermits from) {
        if (!from.take(octets)) {
            return false;
        }
        permits = from;
        return true;
    }

    /** Called once, when the operation has no place on the wire any more. */
    final void settle() {
        NodePermits taken = permits;
        permits = null;
        if (taken != null) {
            taken.giveBack(octets);
        }
    }

    /** Tells whether it goes out even if nobody waits for it any more. */
    boolean isSentAnyway() {
        return false;
    }

    final boolean isSent() {
        return sent;
    }

    final void markSent() {
        sent = true;
    }

    /** Returns the request, to be written now, and lets go of it. */
    final ByteBuffer takeRequest() {
        ByteBuffer request = getIoBuffer().buf();
        setIoBuffer(NOTHING);
        return request;
    }

    /** Reads on. Returns whether the reply is whole; then there is an outcome. */
    abstract boolean read(ReplyLine line, ByteBuffer buffer);

    final void answer(T value) {
        outcome = value;
    }

    final void refuse(NodeException why) {
        failure = why;
    }

    /** Completes the future by the reply. Returns false if it came too late. */
    final boolean finish() {
        T value = outcome;
        if (value != null) {
            return future.complete(value);
        }
        NodeException why = failure;
        return future.completeExceptionally(
                why == null ? new NodeException(NodeException.Reason.PROTOCOL, "no outcome", null) : why);
    }

    final boolean fail(NodeException why) {
        return future.completeExceptionally(why);
    }

    final boolean isOver() {
        return future.isDone();
    }

    @Override
    public final void encode() {
        // The request is built with the command.
    }

    @Override
    public final boolean decode(MemcachedTCPSession session, ByteBuffer buffer) {
        return session instanceof NodeSession node && read(node.line(), buffer);
    }

    /** Says nothing of the request: it holds a name. */
    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }

    /** What a server's error line means. */
    static NodeException serverError(ReplyLine line) {
        return new NodeException(NodeException.Reason.SERVER, line.error(), null);
    }
}
