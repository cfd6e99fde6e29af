package dev.plumbline.cache.tiered;

import dev.plumbline.cache.tiered.NodeException.Reason;
import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to a node: makes it, probes it when the circuit is open, makes it anew when it is lost or when the
 * node's name moves. One attempt at a time, on a background thread, when the circuit says. Thread-safe.
 */
final class NodeLink implements NodeSessionOwner {
    private static final long REFRESH_NANOS = 30_000_000_000L;

    /** How long a connection that was replaced may still answer what it was asked. */
    private static final long RETIRE_NANOS = 1_000_000_000L;

    private final NodeAddress address;
    private final HostResolver resolver;
    private final NodeEvents events;
    private final NodeBreaker breaker;
    private final NodeThreads threads;
    private final NodeDialer dialer;
    private final NodeLog log;
    private final Object lock = new Object();

    private volatile @Nullable NodeSession session;
    private volatile boolean closed;
    private int attempts;

    NodeLink(NodeAddress address, HostResolver resolver, ClientRuntime runtime, NodeEvents events, String name) {
        this.address = address;
        this.resolver = resolver;
        this.events = events;
        this.breaker = new NodeBreaker(runtime.ticker(), runtime.random());
        this.threads = new NodeThreads(name + "-link", runtime);
        this.dialer = new NodeDialer(name, runtime, this, events);
        this.log = new NodeLog(LoggerFactory.getLogger(XmemcachedNode.class), address, runtime.ticker());
    }

    void start() {
        threads.run(this::recover);
        threads.runLater(this::refresh, REFRESH_NANOS);
    }

    /** Returns the connection, null if the circuit is not closed. */
    @Nullable NodeSession session() {
        return breaker.isClosed() ? session : null;
    }

    Node.State state() {
        return closed ? Node.State.OPEN : breaker.state();
    }

    boolean grantsLeases() {
        NodeSession on = session;
        return on != null && on.wire().grantsLeases();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void answered() {
        breaker.succeeded();
    }

    @Override
    public void timedOut(int operations) {
        probeLater(breaker.timedOut(operations), "it does not answer in time");
    }

    @Override
    public void broken(NodeSession on, NodeException why) {
        threads.run(() -> on.end(why));
    }

    @Override
    public void ended(NodeSession on, NodeException why) {
        long wait;
        synchronized (lock) {
            if (session != on) {
                return;
            }
            session = null;
            wait = breaker.lost();
        }
        probeLater(wait, String.valueOf(why.getMessage()));
    }

    private void probeLater(long wait, String why) {
        if (wait != NodeBreaker.NOTHING && !closed) {
            log.down(why);
            events.opened();
            threads.runLater(this::recover, wait);
        }
    }

    /** Called when the circuit is open and it is time; once at a time. */
    private void recover() {
        if (closed) {
            return;
        }
        breaker.probing();
        events.halfOpened();
        String why = "it does not answer a probe";
        try {
            NodeSession on = session;
            if (on == null) {
                replace(dialer.dial(addresses(), address.port(), attempts++));
            } else if (dialer.probe(on) != NodeDialer.Answer.ALIVE) {
                on.end(new NodeException(Reason.UNREACHABLE, why, null));
            }
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it is, the node is tried again.
            why = e.toString();
        }
        long wait = NodeBreaker.NOTHING;
        NodeSession on;
        synchronized (lock) {
            on = session;
            if (on != null && on.whyEnded() == null) {
                breaker.recovered();
            } else {
                wait = breaker.notRecovered();
            }
        }
        if (wait != NodeBreaker.NOTHING) {
            probeLater(wait, why);
        } else if (on != null) {
            events.closed();
            log.up(on.wire().grantsLeases());
        }
    }

    /** Follows the name to where it has moved, and keeps an idle connection from being forgotten on the way. */
    private void refresh() {
        if (closed) {
            return;
        }
        try {
            NodeSession on = session();
            if (on != null) {
                List<InetAddress> now = addresses();
                if (now.contains(on.getRemoteSocketAddress().getAddress())) {
                    dialer.probe(on);
                } else {
                    log.moved();
                    replace(dialer.dial(now, address.port(), 0));
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            log.stays(e);
        }
        threads.runLater(this::refresh, REFRESH_NANOS);
    }

    private List<InetAddress> addresses() throws UnknownHostException {
        List<InetAddress> found = resolver.resolve(address.host());
        if (found.isEmpty()) {
            throw new UnknownHostException(address.host());
        }
        return found;
    }

    private void replace(NodeSession fresh) {
        NodeSession old;
        boolean late;
        synchronized (lock) {
            old = session;
            late = closed;
            if (!late) {
                session = fresh;
            }
        }
        if (late) {
            fresh.end(closedException());
            return;
        }
        events.connected();
        if (old != null) {
            threads.runLater(
                    () -> old.end(new NodeException(Reason.UNREACHABLE, "the node has moved", null)), RETIRE_NANOS);
        }
    }

    /** Returns at once. */
    void close() {
        NodeSession last;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            last = session;
            session = null;
        }
        threads.run(() -> {
            if (last != null) {
                last.end(closedException());
            }
            dialer.close();
            threads.close();
        });
    }

    private NodeException closedException() {
        return new NodeException(Reason.CLOSED, address + " is closed", null);
    }
}
