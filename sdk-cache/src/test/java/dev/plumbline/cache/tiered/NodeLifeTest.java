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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, threads, closing. */
final class NodeLifeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nset x 0 0 1\r\ny", "a\tb", "a\0b", "ключ", "\uD83D\uDE00", "\u007f"})
    void nameThatIsNoName_isNeverSent_alsoNextToABinaryClient(String name) throws Exception {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            // Such a client switches off the checks of names in all others of the JVM.
            XMemcachedClientBuilder builder = new XMemcachedClientBuilder(
                    List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
            builder.setCommandFactory(new BinaryCommandFactory());
            MemcachedClient binary = builder.build();
            try {
                assertThat(failure(on.get(AMPLE, 0, name))).isEqualTo(Reason.SERVER);
                assertThat(failure(on.get(AMPLE, 30, "good", name))).isEqualTo(Reason.SERVER);
                assertThat(failure(on.node.set(name, value("v"), 10, null, in(AMPLE))))
                        .isEqualTo(Reason.SERVER);
                assertThat(failure(on.node.add(name, value("v"), 10, in(AMPLE))))
                        .isEqualTo(Reason.SERVER);
                assertThat(failure(on.node.delete(name, null, in(AMPLE)))).isEqualTo(Reason.SERVER);
                assertThat(on.get("x").value()).isNull();
                assertThat(server.ask("mg good")).isEqualTo("EN");
                assertThat(on.set("x".repeat(250), "long")).isTrue();
                assertThat(failure(on.get(AMPLE, 0, "x".repeat(251)))).isEqualTo(Reason.SERVER);
            } finally {
                binary.shutdown();
            }
        }
    }

    @Test
    void interruptedThread_staysInterrupted_andTheConnectionStays() throws Exception {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            long connection = done(on.get(AMPLE, 30, "a")).get(0).token() == null ? -1 : 1;
            AtomicBoolean stays = new AtomicBoolean(true);
            AtomicReference<CompletableFuture<Boolean>> last = new AtomicReference<>();
            Thread reader = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    Thread.currentThread().interrupt();
                    last.set(on.node.set("n" + i, value("v" + i), 100, null, in(AMPLE)));
                    stays.compareAndSet(true, Thread.interrupted());
                }
            });
            reader.start();
            reader.join();
            assertThat(stays).isTrue();
            assertThat(last.get()).succeedsWithin(PATIENCE).isEqualTo(true);
            assertThat(text(on.get("n199"))).isEqualTo("v199");
            assertThat(on.events.connected).hasValue(1);
            assertThat(on.token("n199").connection()).isEqualTo(connection);
        }
    }

    @Test
    void nameThatMoves_isFollowed_andTheOldConnectionIsClosed() {
        AtomicReference<List<InetAddress>> addresses = new AtomicReference<>(List.of(loopback(1)));
        HostResolver resolver = host -> {
            List<InetAddress> now = addresses.get();
            return now == null ? List.of() : now;
        };
        try (MisbehavingServer before = MisbehavingServer.start(MisbehavingServer.meta(hit("before")));
                MisbehavingServer after = MisbehavingServer.start(
                        MisbehavingServer.meta(hit("after")), new InetSocketAddress(loopback(2), before.port()));
                NodeOn on = NodeOn.hasty("cache.example:" + before.port(), resolver)) {
            on.awaitUp();
            assertThat(text(on.get("a"))).isEqualTo("before");

            addresses.set(List.of(loopback(2), loopback(1)));
            await().atMost(PATIENCE).until(() -> before.connection(0).lines() > 5);
            assertThat(after.connections()).isZero();

            addresses.set(List.of(loopback(2)));
            await().atMost(PATIENCE).until(() -> after.connections() == 1);
            await().atMost(PATIENCE).until(() -> "after".equals(text(on.get("a"))));
            await().atMost(PATIENCE).until(before.connection(0)::isClosed);
            assertThat(on.events.connected).hasValue(2);
            assertThat(on.events.opened).hasValue(0);
        }
    }

    @Test
    void nameThatCannotBeLookedUp_keepsTheConnection() {
        AtomicInteger lookups = new AtomicInteger();
        HostResolver resolver = host -> {
            if (lookups.getAndIncrement() > 0) {
                throw new UnknownHostException(host);
            }
            return List.of(loopback(1));
        };
        try (MisbehavingServer server = MisbehavingServer.start(MisbehavingServer.meta(hit("v")));
                NodeOn on = NodeOn.hasty("cache.example:" + server.port(), resolver)) {
            on.awaitUp();
            await().atMost(PATIENCE).until(() -> lookups.get() > 3);
            assertThat(text(on.get("a"))).isEqualTo("v");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void addresses_areTriedInTurn() {
        try (MisbehavingServer server = MisbehavingServer.start(
                        MisbehavingServer.meta(hit("v")), new InetSocketAddress(loopback(3), 0));
                NodeOn on = new NodeOn("cache.example:" + server.port(), host -> List.of(loopback(2), loopback(3)))) {
            on.awaitUp();
            assertThat(text(on.get("a"))).isEqualTo("v");
        }
    }

    @Test
    void unknownHost_isUsedOnceItIsKnown() {
        AtomicBoolean known = new AtomicBoolean();
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = new NodeOn("cache.example:" + server.port(), host -> {
                    if (!known.get()) {
                        throw new UnknownHostException(host);
                    }
                    return List.of(loopback(1));
                })) {
            await().atMost(PATIENCE).until(() -> on.events.opened.get() >= 2);
            assertThat(failure(on.get(AMPLE, 0, "a"))).isEqualTo(Reason.CIRCUIT_OPEN);
            known.set(true);
            on.awaitUp();
        }
    }

    @Test
    void resolverThatHangs_holdsUpNobody() {
        CompletableFuture<List<InetAddress>> never = new CompletableFuture<>();
        try (NodeOn on = new NodeOn("cache.example:11211", host -> never.join())) {
            assertThat(failure(on.get(AMPLE, 0, "a"))).isEqualTo(Reason.CIRCUIT_OPEN);
            on.node.close();
            assertThat(failure(on.get(AMPLE, 0, "a"))).isEqualTo(Reason.CLOSED);
        } finally {
            never.complete(List.of());
        }
    }

    @Test
    void close_againstAHungServer_failsAllAndLeavesNoThreads() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            assertThat(started(before)).anyMatch(thread -> thread.getName().startsWith("plumbline-test-far-"));
            assertThat(started(before)).allMatch(Thread::isDaemon);
            server.hang();
            try {
                List<CompletableFuture<?>> underWay = new ArrayList<>();
                for (int i = 0; i < 40; i++) {
                    underWay.add(on.node.set("n" + i, new StoredValue(0, new byte[100_000]), 10, null, in(AMPLE)));
                    underWay.add(on.get(AMPLE, 0, "n"));
                }
                on.node.close();
                for (CompletableFuture<?> operation : underWay) {
                    assertThat(failure(operation)).isIn(Reason.CLOSED, Reason.BUSY);
                }
                await().atMost(PATIENCE)
                        .until(() -> started(before).stream()
                                .noneMatch(thread -> thread.getName().startsWith("plumbline-")
                                        || thread.getName().startsWith("Xmemcached")
                                        || thread.getName().startsWith("Heal-Session")));
            } finally {
                server.goOn();
            }
        }
    }

    @Test
    void restarts_leaveNoThreadsAndNoSockets() {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            for (int i = 0; i < 4; i++) {
                server.kill();
                on.awaitDown();
                server.restart();
                on.awaitUp();
                assertThat(on.set("a", "v" + i)).isTrue();
            }
            assertThat(server.ask("stats")).startsWith("STAT");
            await().atMost(PATIENCE)
                    .until(() -> started(before).stream()
                            .noneMatch(thread -> thread.getName().startsWith("plumbline-test-far-")));
        }
    }

    private static MisbehavingServer.Answers hit(String text) {
        return (on, line) -> on.say(
                "VA " + text.length() + " c5 t9 f7 " + MisbehavingServer.flag(line, 'O') + "\r\n" + text + "\r\n");
    }

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<Thread> started(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .collect(Collectors.toSet());
    }

    @Test
    void writeThatFails_endsNothingOnTheThreadThatWrote() throws Exception {
        try (MemcachedServer server = MemcachedServer.start();
                NodeOn on = NodeOn.up(server.address())) {
            NodeSession session = Objects.requireNonNull(on.node.session());
            server.hang();
            CompletableFuture<Thread> toldBy = on.get(AMPLE, 0, "a").handle((reads, why) -> Thread.currentThread());

            ((SocketChannel) session.channel()).shutdownOutput();
            CompletableFuture<Boolean> set = on.node.set("b", value("v"), 100, null, in(AMPLE));

            assertThat(failure(set)).isEqualTo(Reason.UNREACHABLE);
            assertThat(done(toldBy)).isNotSameAs(Thread.currentThread());
        }
    }
}
