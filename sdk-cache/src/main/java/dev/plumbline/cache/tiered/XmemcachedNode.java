package dev.plumbline.cache.tiered;

import dev.plumbline.cache.tiered.NodeException.Reason;
import dev.plumbline.runtime.ClientRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One memcached server by Xmemcached's connections, asynchronous: a caller writes its request itself, as far as the socket
 * takes it, and the reactor's thread completes the future, or the timer's if no reply came in time.
 */
final class XmemcachedNode implements Node {
    /** Each row of a large list that is stored is an operation of its own; what bounds memory is the octets. */
    static final int MOST_OPERATIONS = 2_048;

    private static final long MOST_OCTETS = 4L << 20;

    /** memcached's own default bound, which holds the item's header too. */
    private static final int MOST_VALUE_OCTETS = 1 << 20;

    private final NodeAddress address;
    private final HostResolver resolver;
    private final NodeEvents events;
    private final NodePermits permits = new NodePermits(MOST_OPERATIONS, MOST_OCTETS);
    private final NodeException open;
    private final NodeException closed;
    private final NodeException busy;
    private volatile @Nullable Started started;

    private record Started(ClientRuntime runtime, NodeLink link) {}

    XmemcachedNode(NodeAddress address, HostResolver resolver, NodeEvents events) {
        this.address = address;
        this.resolver = resolver;
        this.events = events;
        this.open = new NodeException(Reason.CIRCUIT_OPEN, address + " is not used for now", null);
        this.closed = new NodeException(Reason.CLOSED, address + " is closed", null);
        this.busy = NodeException.busy(address.toString());
    }

    @Override
    public void start(ClientRuntime runtime) {
        String name = "plumbline-" + runtime.clientName() + "-far-" + address;
        NodeLink link = new NodeLink(address, resolver, runtime, events, name);
        started = new Started(runtime, link);
        link.start();
    }

    @Override
    public boolean grantsLeases() {
        Started on = started;
        return on != null && on.link.grantsLeases();
    }

    /** The connection, null if the circuit is not closed. */
    @Nullable NodeSession session() {
        Started on = started;
        return on == null ? null : on.link.session();
    }

    /** What is under way. */
    NodePermits permits() {
        return permits;
    }

    @Override
    public State state() {
        Started on = started;
        return on == null ? State.OPEN : on.link.state();
    }

    @Override
    public CompletableFuture<List<NodeRead>> getMany(List<String> names, int leaseSeconds, long deadlineNanos) {
        for (String name : names) {
            if (!RequestText.isName(name)) {
                return invalidName();
            }
        }
        return run(deadlineNanos, null, List.of(), wire -> wire.read(names, leaseSeconds));
    }

    @Override
    public CompletableFuture<Boolean> set(
            String name, StoredValue value, int ttlSeconds, @Nullable NodeToken token, long deadlineNanos) {
        return store(name, value, token, deadlineNanos, wire -> wire.set(name, value, ttlSeconds, token));
    }

    @Override
    public CompletableFuture<Boolean> add(String name, StoredValue value, int ttlSeconds, long deadlineNanos) {
        return store(name, value, null, deadlineNanos, wire -> wire.add(name, value, ttlSeconds));
    }

    @Override
    public CompletableFuture<Boolean> delete(String name, @Nullable NodeToken token, long deadlineNanos) {
        return RequestText.isName(name)
                ? run(deadlineNanos, token, false, wire -> wire.delete(name, token))
                : invalidName();
    }

    private CompletableFuture<Boolean> store(
            String name,
            StoredValue value,
            @Nullable NodeToken token,
            long deadlineNanos,
            Function<Wire, NodeCommand<Boolean>> command) {
        if (!RequestText.isName(name)) {
            return invalidName();
        }
        if (value.data().length > MOST_VALUE_OCTETS) {
            return failed(new NodeException(Reason.SERVER, "a value of " + value.data().length + " octets", null));
        }
        return run(deadlineNanos, token, false, command);
    }

    private <T> CompletableFuture<T> run(
            long deadlineNanos,
            @Nullable NodeToken token,
            T ifTokenIsOld,
            Function<Wire, ? extends NodeCommand<T>> make) {
        Started on = started;
        if (on == null) {
            return failed(open);
        }
        NodeSession session = on.link.session();
        if (session == null) {
            return failed(on.link.isClosed() ? closed : open);
        }
        if (token != null && token.connection() != session.number()) {
            return CompletableFuture.completedFuture(ifTokenIsOld);
        }
        long now = on.runtime.ticker().nanos();
        if (deadlineNanos - now <= 0) {
            return failed(new NodeException(Reason.TIMEOUT, "no time is left", null));
        }
        NodeCommand<T> command = make.apply(session.wire());
        command.within(now, deadlineNanos);
        if (!command.takePermit(permits)) {
            return failed(busy);
        }
        session.send(command);
        return command.future();
    }

    private static <T> CompletableFuture<T> invalidName() {
        return failed(new NodeException(Reason.SERVER, "a name that is not 1 to 250 printable ASCII characters", null));
    }

    private static <T> CompletableFuture<T> failed(NodeException why) {
        return CompletableFuture.failedFuture(why);
    }

    @Override
    public void close() {
        Started on = started;
        if (on != null) {
            on.link.close();
        }
    }

    @Override
    public String toString() {
        return "memcached " + address;
    }
}
