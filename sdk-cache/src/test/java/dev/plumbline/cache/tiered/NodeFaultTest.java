package dev.plumbline.cache.tiered;

import static dev.plumbline.cache.tiered.NodeOn.AMPLE;
import static dev.plumbline.cache.tiered.NodeOn.PATIENCE;
import static dev.plumbline.cache.tiered.NodeOn.done;
import static dev.plumbline.cache.tiered.NodeOn.failure;
import static dev.plumbline.cache.tiered.NodeOn.in;
import static dev.plumbline.cache.tiered.NodeOn.text;
import static dev.plumbline.cache.tiered.NodeOn.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.tiered.NodeException.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Servers that are down, hang, restart or are full. */
final class NodeFaultTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void refusedConnectionAtStart_failsAtOnce_untilTheServerIsThere() {
        try (MemcachedServer server = MemcachedServer.start()) {
            server.kill();
            try (NodeOn on = new NodeOn(server.address())) {
                assertThat(failure(on.get(AMPLE, 0, "a"))).isEqualTo(Reason.CIRCUIT_OPEN);
                await().atMost(PATIENCE).until(() -> on.events.opened.get() >= 2);
                assertThat(on.get(AMPLE, 0, "a")).isCompletedExceptionally();

                server.restart();
                on.awaitUp();
                assertThat(on.set("a", "v")).isTrue();
            }
        }
    }

    @Test
    void fullBacklog_holdsUpNobody() throws Exception {
        List<Socket> fill = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                MemcachedServer server = MemcachedServer.start()) {
            InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort());
            for (boolean full = false; !full && fill.size() < 64; ) {
                Socket socket = new Socket();
                fill.add(socket);
                try {
                    socket.connect(to, 500);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
            try (NodeOn dropped = new NodeOn(MemcachedServer.address(deaf.getLocalPort()));
                    NodeOn healthy = NodeOn.up(server.address())) {
                assertThat(healthy.set("a", "v")).isTrue();
                await().atMost(PATIENCE).until(() -> dropped.events.opened.get() >= 2);
                assertThat(dropped.events.connected).hasValue(0);
                assertThat(failure(dropped.get(AMPLE, 0, "a"))).isEqualTo(Reason.CIRCUIT_OPEN);
            }
        } finally {
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    @Test
    void killedServer_failsWhatIsUnderWayAtOnce_andIsUsedWhenItIsBack() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(on.set("a", "v")).isTrue();
            server.hang();
            List<CompletableFuture<List<NodeRead>>> underWay = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                underWay.add(on.get(AMPLE, 0, "a"));
            }

            server.kill();

            for (CompletableFuture<List<NodeRead>> read : underWay) {
                assertThat(failure(read)).isEqualTo(Reason.UNREACHABLE);
            }
            assertThat(failure(on.get(AMPLE, 0, "a"))).isEqualTo(Reason.CIRCUIT_OPEN);
            server.restart();
            on.awaitUp();
            assertThat(on.get("a").value()).isNull();
            assertThat(on.set("a", "v")).isTrue();
        }
    }

    @Test
    void hungServer_costsFiveReadsTheirTimeout_thenNothing() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            server.hang();
            try {
                List<Reason> reasons = new ArrayList<>();
                while (on.node.state() == Node.State.CLOSED) {
                    reasons.add(failure(on.get(SHORT, 0, "a")));
                }
                assertThat(reasons)
                        .hasSizeLessThanOrEqualTo(5)
                        .allMatch(reason -> reason == Reason.TIMEOUT || reason == Reason.UNREACHABLE);
                CompletableFuture<List<NodeRead>> refused = on.get(AMPLE, 0, "a");
                assertThat(refused).isCompletedExceptionally();
                assertThat(failure(refused)).isEqualTo(Reason.CIRCUIT_OPEN);
            } finally {
                server.goOn();
            }
            on.awaitUp();
            assertThat(on.set("a", "v")).isTrue();
        }
    }

    @Test
    void serverThatGoesOnAfterTheConnectionWasGivenUp_isUsedAgain_andNoLateReplyGoesAnywhere() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            for (int i = 0; i < 20; i++) {
                assertThat(on.set("n" + i, "v" + i)).isTrue();
            }
            server.hang();
            List<CompletableFuture<List<NodeRead>>> lost = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    lost.add(on.get(SHORT, 0, "n" + i));
                }
                on.awaitDown();
                int connected = on.events.connected.get();
                await().atMost(PATIENCE).until(() -> on.events.opened.get() >= 4);
                assertThat(on.events.connected.get()).isEqualTo(connected);
            } finally {
                server.goOn();
            }
            lost.forEach(read -> assertThat(read).isCompletedExceptionally());
            on.awaitUp();
            for (int i = 0; i < 20; i++) {
                assertThat(text(on.get("n" + i))).isEqualTo("v" + i);
            }
        }
    }

    @Test
    void lateReply_goesToNobody() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(on.set("late", "wrong")).isTrue();
            assertThat(on.set("next", "right")).isTrue();
            CompletableFuture<List<NodeRead>> next;
            server.hang();
            try {
                assertThat(failure(on.get(Duration.ofMillis(20), 0, "late"))).isEqualTo(Reason.TIMEOUT);
                next = on.get(AMPLE, 0, "next");
            } finally {
                server.goOn();
            }
            // Were the machine so slow that the connection was given up meanwhile, there would be no wrong value
            // either.
            if (next.handle((reads, failure) -> failure == null).join()) {
                assertThat(text(done(next).get(0))).isEqualTo("right");
            }
            assertThat(on.events.protocolErrors).hasValue(0);
            on.awaitUp();
            assertThat(text(on.get("next"))).isEqualTo("right");
        }
    }

    @Test
    void earlierDeadlineBehindALaterOne_endsInTime() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            server.hang();
            try {
                CompletableFuture<List<NodeRead>> patient = on.get(AMPLE, 0, "a");
                CompletableFuture<List<NodeRead>> hasty = on.get(Duration.ofMillis(10), 0, "a");
                assertThat(failure(hasty)).isEqualTo(Reason.TIMEOUT);
                // A server that is silent for a second is left, and the patient one fails by that; on a machine that
                // stands
                // still for long, its own deadline may come first.
                assertThat(failure(patient)).isIn(Reason.UNREACHABLE, Reason.TIMEOUT);
            } finally {
                server.goOn();
            }
        }
    }

    @Test
    void connectionLimit_isReached_noReactorIsParked() throws Exception {
        List<Socket> others = new ArrayList<>();
        try (MemcachedServer server = MemcachedServer.start("-c", "30")) {
            String answer = "VERSION";
            for (int i = 0; i < 100 && answer.startsWith("VERSION"); i++) {
                Socket other = new Socket(InetAddress.getLoopbackAddress(), server.port());
                others.add(other);
                answer = version(other);
            }
            assertThat(answer).isEqualTo("ERROR Too many open connections");
            try (NodeOn on = new NodeOn(server.address())) {
                await().atMost(PATIENCE).until(() -> on.events.opened.get() >= 3);
                assertThat(on.events.closed).hasValue(0);
                assertThat(failure(on.get(AMPLE, 0, "a"))).isEqualTo(Reason.CIRCUIT_OPEN);

                for (Socket other : others) {
                    other.close();
                }

                on.awaitUp();
                assertThat(on.set("a", "v")).isTrue();
                assertThat(on.node.grantsLeases()).isTrue();
            }
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }
    }

    private static String version(Socket socket) throws IOException {
        socket.getOutputStream().write("version\r\n".getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    @Test
    void restartBetweenLeaseAndFill_makesTheTokenWorthless() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            NodeRead winner = on.lease("a");
            server.kill();
            on.awaitDown();
            server.restart();
            on.awaitUp();
            // The new server counts from the same number.
            assertThat(on.lease("a").token()).extracting(NodeToken::cas).isNotNull();

            assertThat(on.set("a", "old", winner.token())).isFalse();
            assertThat(on.delete("a", winner.token())).isFalse();
            assertThat(on.get("a").value()).isNull();
        }
    }

    @Test
    void fullMemory_isNoTrouble() {
        try (MemcachedServer server = MemcachedServer.start("-m", "1", "-I", "512k");
                NodeOn on = NodeOn.up(server.address())) {
            StoredValue large = new StoredValue(0, new byte[50_000]);
            for (int i = 0; i < 200; i++) {
                on.lease("cold" + i);
                CompletableFuture<Boolean> stored = on.node.set("n" + i, large, 100, null, in(AMPLE));
                assertThat(stored.exceptionally(
                                refused -> refused instanceof NodeException why && why.reason() == Reason.SERVER))
                        .succeedsWithin(PATIENCE)
                        .isEqualTo(true);
            }
            assertThat(on.events.connected).hasValue(1);
            assertThat(on.node.state()).isEqualTo(Node.State.CLOSED);
        }
    }

    @Test
    void flushedServer_refusesWhatWasLeased() throws IOException {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            NodeRead winner = on.lease("a");
            assertThat(server.ask("flush_all")).isEqualTo("OK");
            await().atMost(PATIENCE).until(() -> on.get("a").token() == null);

            assertThat(on.set("a", "old", winner.token())).isFalse();
        }
    }

    @Test
    void setsThatTimedOut_holdABoundedAmount() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            StoredValue large = new StoredValue(0, new byte[100_000]);
            List<CompletableFuture<Boolean>> sets = new ArrayList<>();
            server.hang();
            try {
                for (int i = 0; i < 1_000; i++) {
                    sets.add(on.node.set("n" + i, large, 100, null, in(Duration.ofMillis(500))));
                    assertThat(on.node.permits().octets()).isLessThanOrEqualTo(4L << 20);
                }
                sets.forEach(set -> assertThat(failure(set))
                        .isIn(Reason.BUSY, Reason.TIMEOUT, Reason.CIRCUIT_OPEN, Reason.UNREACHABLE));
                // What was never written is let go with its time.
                assertThat(on.node.permits().octets()).isLessThan(4L << 20);
            } finally {
                server.goOn();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(on.node.permits().operations()).isZero());
            assertThat(on.node.permits().octets()).isZero();
            on.awaitUp();
            assertThat(done(on.node.set("a", value("v"), 10, null, in(AMPLE)))).isTrue();
        }
    }

    @Test
    void tooManyOperations_areRefusedAtOnce_andPermitsComeBack() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            List<CompletableFuture<List<NodeRead>>> reads = new ArrayList<>();
            server.hang();
            try {
                for (int i = 0; i < XmemcachedNode.MOST_OPERATIONS; i++) {
                    reads.add(on.get(AMPLE, 0, "a"));
                }
                CompletableFuture<List<NodeRead>> more = on.get(AMPLE, 0, "a");
                // A very slow machine may have found the server silent already.
                assertThat(failure(more)).isIn(Reason.BUSY, Reason.CIRCUIT_OPEN);
            } finally {
                server.goOn();
            }
            for (CompletableFuture<List<NodeRead>> read : reads) {
                assertThat(read.handle((answer, failure) -> true)).succeedsWithin(PATIENCE);
            }
            assertThat(on.node.permits().operations()).isZero();
            on.awaitUp();
            assertThat(on.get("a").value()).isNull();
        }
    }
}
