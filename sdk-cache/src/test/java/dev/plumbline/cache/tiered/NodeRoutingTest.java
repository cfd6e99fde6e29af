package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NodeRoutingTest {
    private static final int KEYS = 30_000;
    private static final List<NodeAddress> THREE = nodes("a:1", "b:1", "c:1");

    @Test
    void nodes_shareTheKeysEvenly() {
        int[] counts = new int[3];
        NodeRouting routing = new NodeRouting(THREE);
        new Random(1).longs(KEYS).forEach(hash -> counts[routing.nodeOf(hash)]++);

        for (int count : counts) {
            assertThat(count).isBetween(KEYS / 3 - KEYS / 50, KEYS / 3 + KEYS / 50);
        }
    }

    @Test
    void order_doesNotMatter() {
        List<NodeAddress> turned = nodes("c:1", "a:1", "b:1");
        NodeRouting routing = new NodeRouting(THREE);
        NodeRouting other = new NodeRouting(turned);

        assertThat(new Random(2).longs(1_000))
                .allMatch(hash -> THREE.get(routing.nodeOf(hash)).equals(turned.get(other.nodeOf(hash))));
    }

    @Test
    void anotherNode_takesOnlyItsShare() {
        NodeRouting three = new NodeRouting(THREE);
        NodeRouting four = new NodeRouting(nodes("a:1", "b:1", "c:1", "d:1"));
        long[] hashes = new Random(3).longs(KEYS).toArray();
        int moved = 0;
        for (long hash : hashes) {
            int node = four.nodeOf(hash);
            assertThat(node).isIn(three.nodeOf(hash), 3);
            moved += node == 3 ? 1 : 0;
        }

        assertThat(moved).isBetween(KEYS / 5, KEYS * 3 / 10);
    }

    private static List<NodeAddress> nodes(String... texts) {
        return Stream.of(texts).map(NodeAddress::parse).toList();
    }
}
