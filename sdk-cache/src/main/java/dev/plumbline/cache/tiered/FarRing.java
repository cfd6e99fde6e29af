package dev.plumbline.cache.tiered;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of the far tier at one time, and which of them each key has. Immutable and thread-safe. */
final class FarRing {
    private final FarNode[] nodes;
    private final NodeRouting routing;

    FarRing(List<FarNode> nodes) {
        this.nodes = nodes.toArray(FarNode[]::new);
        this.routing = new NodeRouting(nodes.stream().map(FarNode::address).toList());
    }

    List<FarNode> nodes() {
        return List.of(nodes);
    }

    int size() {
        return nodes.length;
    }

    FarNode get(int index) {
        return nodes[index];
    }

    int indexOf(FarKey key) {
        return nodes.length == 1 ? 0 : routing.nodeOf(key.routingHash());
    }

    FarNode nodeOf(FarKey key) {
        return nodes[indexOf(key)];
    }

    @Nullable FarNode find(NodeAddress address) {
        for (FarNode node : nodes) {
            if (node.address().equals(address)) {
                return node;
            }
        }
        return null;
    }
}
