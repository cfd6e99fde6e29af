package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes of a far tier, which may change while it runs. Thread-safe. */
final class FarNodes {
    /** What is under way on a node that leaves has long ended then. */
    private static final long GRACE_NANOS = Duration.ofSeconds(15).toNanos();

    private final FarKeys keys;
    private final long timeoutNanos;
    private final FarCounts counts;
    private final NodeFactory connect;
    private final Set<FarNode> leaving = new HashSet<>();
    private List<NodeAddress> addresses;
    private @Nullable ClientRuntime runtime;
    private volatile @Nullable FarRing ring;
    private boolean closed;

    FarNodes(List<NodeAddress> addresses, FarKeys keys, long timeoutNanos, FarCounts counts, NodeFactory connect) {
        this.addresses = List.copyOf(addresses);
        this.keys = keys;
        this.timeoutNanos = timeoutNanos;
        this.counts = counts;
        this.connect = connect;
    }

    /** Returns the nodes, null before the start. */
    @Nullable FarRing ring() {
        return ring;
    }

    synchronized List<NodeAddress> addresses() {
        return addresses;
    }

    synchronized void start(ClientRuntime clientRuntime) {
        if (closed) {
            return;
        }
        runtime = clientRuntime;
        ring = new FarRing(addresses.stream()
                .map(address -> begin(address, clientRuntime, false))
                .toList());
    }

    /** Puts other nodes in the place of those there are; those that stay, stay connected. */
    synchronized void change(List<NodeAddress> others) {
        addresses = List.copyOf(others);
        FarRing old = ring;
        ClientRuntime on = runtime;
        if (old == null || on == null || closed) {
            return;
        }
        List<FarNode> next = new ArrayList<>();
        for (NodeAddress address : addresses) {
            FarNode stays = old.find(address);
            next.add(stays == null ? begin(address, on, true) : stays);
        }
        ring = new FarRing(next);
        for (FarNode node : old.nodes()) {
            if (!next.contains(node)) {
                leave(node, on);
            }
        }
    }

    private FarNode begin(NodeAddress address, ClientRuntime on, boolean joins) {
        CircuitChanges changes = new CircuitChanges(counts.rejections());
        Node node = connect.connect(address, changes);
        FarNode begun = new FarNode(address, node, new Generation(node, keys, timeoutNanos, on, joins), changes);
        begun.start(on);
        return begun;
    }

    private void leave(FarNode node, ClientRuntime on) {
        leaving.add(node);
        try {
            on.scheduler().schedule(() -> end(node), GRACE_NANOS);
        } catch (RuntimeException theClientIsClosed) {
            end(node);
        }
    }

    private synchronized void end(FarNode node) {
        if (leaving.remove(node)) {
            node.close();
        }
    }

    synchronized void close() {
        closed = true;
        FarRing last = ring;
        if (last != null) {
            last.nodes().forEach(FarNode::close);
        }
        leaving.forEach(FarNode::close);
        leaving.clear();
    }
}
