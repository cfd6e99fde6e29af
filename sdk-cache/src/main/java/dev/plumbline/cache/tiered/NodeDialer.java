package dev.plumbline.cache.tiered;

import dev.plumbline.cache.tiered.NodeException.Reason;
import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections, and finds out what is spoken on the other side: meta commands if {@code mn} is answered, and a store
 * is understood, which memcached before 1.6.10 spelled otherwise; else the classic ones. Old servers answer it with an
 * error, some proxies hang up. Blocks. Thread-safe.
 */
final class NodeDialer {
    private static final Logger LOG = LoggerFactory.getLogger(NodeDialer.class);

    private static final long PROBE_NANOS = 500_000_000L;

    /** A server that is just ending hangs up too: only twice is a sign. */
    private static final int HANG_UPS = 2;

    private final String name;
    private final ClientRuntime runtime;
    private final NodeSessionOwner owner;
    private final NodeEvents events;
    private final AtomicLong connections = new AtomicLong();
    private @Nullable NodeClient client;
    private boolean closed;

    /** What became of a probe. */
    enum Answer {
        /** As it should be. */
        ALIVE,
        /** The command is not known. */
        UNKNOWN,
        /** The connection was closed. */
        HUNG_UP,
        /** What is no reply. */
        RUBBISH,
        /** Nothing, or a refusal. */
        NONE
    }

    NodeDialer(String name, ClientRuntime runtime, NodeSessionOwner owner, NodeEvents events) {
        this.name = name;
        this.runtime = runtime;
        this.owner = owner;
        this.events = events;
    }

    /**
     * Connects to one of the addresses.
     *
     * @param attempt which of them, in turn
     * @return a connection that answers
     * @throws IOException if there is none
     */
    NodeSession dial(List<InetAddress> addresses, int port, int attempt) throws IOException {
        InetSocketAddress to = new InetSocketAddress(addresses.get(Math.floorMod(attempt, addresses.size())), port);
        for (int i = 0; i < HANG_UPS; i++) {
            NodeSession session = open(to);
            Answer answer = probe(session);
            if (answer == Answer.ALIVE) {
                answer = askForMeta(session);
            }
            if (answer == Answer.ALIVE) {
                return session;
            }
            giveUp(session);
            if (answer == Answer.UNKNOWN) {
                break;
            }
            if (answer != Answer.HUNG_UP) {
                throw new IOException("no good answer to a probe");
            }
        }
        NodeSession session = open(to);
        session.speakClassic();
        if (probe(session) != Answer.ALIVE) {
            giveUp(session);
            throw new IOException(
                    "neither meta nor classic commands are answered; logging in and TLS are not supported");
        }
        return session;
    }

    Answer probe(NodeSession session) {
        return ask(session, session.wire().probe());
    }

    /** Asks for a store that is never done: there is nothing to replace. */
    private Answer askForMeta(NodeSession session) {
        NodeToken ofNothing = new NodeToken(1, session.number());
        Answer answer =
                ask(session, session.wire().set(Wire.PROBE_NAME, new StoredValue(0, new byte[0]), 2, ofNothing));
        return answer == Answer.RUBBISH ? Answer.UNKNOWN : answer;
    }

    private Answer ask(NodeSession session, NodeCommand<?> probe) {
        long now = runtime.ticker().nanos();
        probe.within(now, now + PROBE_NANOS);
        session.send(probe);
        try {
            // It fails by itself in time, unless the client's scheduler has stopped.
            probe.future().get(2 * PROBE_NANOS, TimeUnit.NANOSECONDS);
            return Answer.ALIVE;
        } catch (ExecutionException e) {
            return e.getCause() instanceof NodeException why ? answer(why) : Answer.NONE;
        } catch (TimeoutException e) {
            return Answer.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.NONE;
        }
    }

    private static Answer answer(NodeException why) {
        String text = String.valueOf(why.getMessage());
        if (why.reason() == Reason.UNREACHABLE) {
            return Answer.HUNG_UP;
        }
        if (why.reason() == Reason.PROTOCOL) {
            return Answer.RUBBISH;
        }
        if (why.reason() != Reason.SERVER || text.startsWith("ERROR Too many")) {
            return Answer.NONE;
        }
        // A proxy says so for a server behind it; the proxy is alive.
        return text.startsWith("SERVER_ERROR") ? Answer.ALIVE : Answer.UNKNOWN;
    }

    private NodeSession open(InetSocketAddress to) throws IOException {
        NodeClient by = client();
        NodeSession session =
                by.open(to, new NodeConnector.Maker(runtime, owner, events, connections.incrementAndGet()));
        session.beginToRead();
        return session;
    }

    private synchronized NodeClient client() throws IOException {
        if (closed) {
            throw new IOException("the node is closed");
        }
        NodeClient made = client;
        if (made == null || !made.isAlive()) {
            shutDown(made);
            made = new NodeClient(name);
            client = made;
        }
        return made;
    }

    synchronized void close() {
        closed = true;
        shutDown(client);
        client = null;
    }

    private void shutDown(@Nullable NodeClient last) {
        if (last != null) {
            try {
                last.shutdown();
            } catch (IOException | RuntimeException e) {
                LOG.debug("{} did not shut down cleanly", name, e);
            }
        }
    }

    private static void giveUp(NodeSession session) {
        session.end(new NodeException(Reason.UNREACHABLE, "the server does not answer as it should", null));
    }
}
