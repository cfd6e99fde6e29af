package dev.plumbline.cache.tiered;

import com.google.code.yanf4j.buffer.IoBuffer;
import com.google.code.yanf4j.core.EventType;
import com.google.code.yanf4j.core.WriteMessage;
import com.google.code.yanf4j.nio.NioSessionConfig;
import com.google.code.yanf4j.nio.impl.Reactor;
import dev.plumbline.cache.tiered.NodeException.Reason;
import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.OptionalLong;
import net.rubyeye.xmemcached.CommandFactory;
import net.rubyeye.xmemcached.MemcachedOptimizer;
import net.rubyeye.xmemcached.exception.MemcachedDecodeException;
import net.rubyeye.xmemcached.impl.MemcachedTCPSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection. What Xmemcached's own session does with its commands is replaced: a caller writes what it can at once,
 * and only the reply needs the reactor; octets that nobody asked for end the connection instead of parking the reactor;
 * and when a connection ends, so does all that waits for it, at once.
 */
final class NodeSession extends MemcachedTCPSession {
    private static final int READ_OCTETS = 64 << 10;
    private static final int WRITE_OCTETS = 32 << 10;

    /** How often a thread fills the buffer before the reactor goes on. */
    private static final int MOST_ROUNDS = 16;

    private static final long STALL_NANOS = 1_000_000_000L;

    /** A sweep that comes later than that tells of this process, not of the server. */
    private static final long LATE_NANOS = 20_000_000L;

    private final NodeSessionOwner owner;
    private final NodeEvents events;
    private final long number;
    private final CommandQueue queue = new CommandQueue(STALL_NANOS);
    private final DeadlineSweep sweep;
    private final ReplyLine line = new ReplyLine();
    private final ByteBuffer out = ByteBuffer.allocateDirect(WRITE_OCTETS);
    private @Nullable ByteBuffer request;
    private volatile boolean waitsToWrite;
    private boolean excused;
    private volatile Wire wire;

    NodeSession(
            NioSessionConfig config,
            MemcachedOptimizer optimizer,
            CommandFactory commands,
            ClientRuntime runtime,
            NodeSessionOwner owner,
            NodeEvents events,
            long number) {
        super(config, 1, optimizer, 0, commands);
        setReadBuffer(IoBuffer.wrap(new byte[READ_OCTETS]));
        this.owner = owner;
        this.events = events;
        this.number = number;
        this.sweep = new DeadlineSweep(runtime, this::sweep);
        this.wire = new MetaWire(number, events);
    }

    long number() {
        return number;
    }

    Wire wire() {
        return wire;
    }

    void speakClassic() {
        wire = new ClassicWire(number, events);
    }

    ReplyLine line() {
        return line;
    }

    @Nullable NodeException whyEnded() {
        return queue.whyEnded();
    }

    /** Called when the connection is made, by the thread that made it. */
    void beginToRead() {
        callReactor(EventType.ENABLE_READ);
    }

    /** Sends a command. Its future completes by its deadline, whatever happens. */
    void send(NodeCommand<?> command) {
        switch (queue.add(command)) {
            case REFUSED -> {
                command.settle();
                NodeException why = whyEnded();
                command.fail(why == null ? NodeException.of("the connection ended", null) : why);
                return;
            }
            case WRITE -> write();
            case WRITTEN_BY_ANOTHER -> {
                // It takes this one along.
            }
        }
        try {
            sweep.watch(command.deadlineNanos());
        } catch (RuntimeException closed) {
            owner.broken(this, new NodeException(Reason.CLOSED, "the client is closed", closed));
        }
    }

    /** Ends the connection and fails all that waits for it. Does not block; does nothing the second time. */
    void end(NodeException why) {
        List<NodeCommand<?>> left = queue.end(why);
        if (left == null) {
            return;
        }
        owner.ended(this, why);
        for (NodeCommand<?> command : left) {
            command.settle();
            command.fail(why);
        }
        Reactor reactor = reactor();
        if (Thread.currentThread() == reactor || !reactor.isAlive()) {
            closeSocket();
        } else {
            // Were it closed here, the reactor's thread might trip over the key that it is about to use, and end.
            callReactor(EventType.EXPIRED);
        }
    }

    @Override
    public void onExpired() {
        if (whyEnded() != null) {
            closeSocket();
        }
    }

    /** Called when the client shuts down; then there may be no reactor any more. */
    @Override
    public void close() {
        quit();
        closeSocket();
    }

    @Override
    public void quit() {
        end(new NodeException(Reason.UNREACHABLE, "the connection was closed", null));
    }

    private void closeSocket() {
        try {
            // Else closing waits until what nobody wants any more can be written.
            socket().shutdownOutput();
        } catch (IOException alreadyBroken) {
            // It is closed next.
        }
        super.close();
    }

    /** Asks the reactor to go on. Its own wake-up may be lost when it is just about to wait. */
    private void callReactor(EventType toDo) {
        selectorManager.registerSession(this, toDo);
        Reactor reactor = reactor();
        if (Thread.currentThread() != reactor) {
            reactor.getSelector().wakeup();
        }
    }

    private Reactor reactor() {
        return selectorManager.getReactorByIndex(0);
    }

    @Override
    public void writeFromUserCode(WriteMessage message) {
        if (message instanceof NodeCommand<?> command) {
            send(command);
        } else {
            throw new IllegalArgumentException("not a command of a node: " + message.getClass());
        }
    }

    @Override
    protected void onWrite(SelectionKey key) {
        if (waitsToWrite && whyEnded() == null) {
            waitsToWrite = false;
            write();
        }
    }

    /** Writes what there is to write. Only the thread that the queue has named comes here. */
    private void write() {
        try {
            for (int round = 0; round < MOST_ROUNDS; round++) {
                fillOut();
                if (out.position() == 0) {
                    if (queue.stopWriting()) {
                        return;
                    }
                } else if (!writeOut()) {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            owner.broken(this, new NodeException(Reason.UNREACHABLE, "writing failed: " + e, e));
            return;
        }
        waitsToWrite = true;
        callReactor(EventType.ENABLE_WRITE);
    }

    private void fillOut() {
        while (out.hasRemaining()) {
            ByteBuffer from = request;
            if (from == null || !from.hasRemaining()) {
                NodeCommand<?> next = queue.nextToWrite();
                if (next == null) {
                    request = null;
                    return;
                }
                from = next.takeRequest();
                request = from;
            }
            int size = Math.min(from.remaining(), out.remaining());
            out.put(out.position(), from, from.position(), size);
            out.position(out.position() + size);
            from.position(from.position() + size);
        }
    }

    /** Returns false if the socket takes no more for now. */
    private boolean writeOut() throws IOException {
        out.flip();
        try {
            ((SocketChannel) channel()).write(out);
        } finally {
            out.compact();
        }
        return out.position() == 0;
    }

    @Override
    protected void readFromBuffer() {
        ByteBuffer in = readBuffer.buf();
        try {
            boolean more = true;
            while (more) {
                int size = ((SocketChannel) channel()).read(in);
                if (size < 0) {
                    end(new NodeException(Reason.UNREACHABLE, "the server closed the connection", null));
                    return;
                }
                more = !in.hasRemaining();
                in.flip();
                decode();
                in.compact();
                more &= whyEnded() == null;
            }
            callReactor(EventType.ENABLE_READ);
        } catch (IOException e) {
            end(new NodeException(Reason.UNREACHABLE, "reading failed: " + e, e));
        } catch (MemcachedDecodeException e) {
            events.protocolError();
            end(new NodeException(Reason.PROTOCOL, "the server sent " + e.getMessage(), e));
        } catch (RuntimeException | Error e) {
            // Were it thrown on, the reactor's thread would end.
            end(new NodeException(Reason.PROTOCOL, "a reply could not be read: " + e, e));
        }
    }

    @Override
    public void decode() {
        ByteBuffer in = readBuffer.buf();
        while (in.hasRemaining()) {
            NodeCommand<?> command = queue.awaited();
            if (command == null) {
                if (whyEnded() == null) {
                    events.unsolicited();
                    end(new NodeException(Reason.PROTOCOL, "the server spoke without having been asked", null));
                }
                return;
            }
            if (!command.decode(this, in)) {
                return;
            }
            if (queue.answered(command)) {
                command.settle();
                if (command.finish()) {
                    owner.answered();
                }
            }
        }
    }

    private OptionalLong sweep(long now, long due) {
        CommandQueue.Swept swept = queue.sweep(now);
        int late = swept.late().size();
        boolean overslept = now - due > LATE_NANOS;
        if (late > 0) {
            // Before their futures fail: who tries again at once finds the circuit as it is.
            events.timedOut(late);
            owner.timedOut(overslept ? 1 : late);
        }
        swept.dropped().forEach(NodeCommand::settle);
        for (NodeCommand<?> command : swept.late()) {
            command.fail(new NodeException(Reason.TIMEOUT, "no answer in time", null));
        }
        // The reactor may have overslept too: it gets a moment to read what is there, once.
        excused = swept.stalled() && overslept && !excused;
        if (excused) {
            return OptionalLong.of(now + LATE_NANOS);
        }
        if (swept.stalled()) {
            owner.broken(this, new NodeException(Reason.UNREACHABLE, "the server has not answered for long", null));
        }
        return swept.next();
    }
}
