package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarRead.Outcome;
import dev.plumbline.cache.FarTier.FillOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class MemcachedFailureTest {
    private static final List<CacheKey> KEYS =
            LongStream.range(0, 300).mapToObj(i -> Rows.key(Rows.SMALL, i)).toList();

    @Test
    void killedNode_takesOnlyItsKeys() {
        try (MemcachedServer a = MemcachedServer.start();
                MemcachedServer b = MemcachedServer.start();
                MemcachedServer c = MemcachedServer.start();
                FarTierOn tier = FarTierOn.up(a, b, c)) {
            for (int i = 0; i < KEYS.size(); i++) {
                assertThat(tier.fill(KEYS.get(i), Rows.small(i))).isEqualTo(FillOutcome.STORED);
            }

            b.kill();

            assertOnlyNodeOneFails(tier);
            CacheKey lost = KEYS.stream()
                    .filter(key -> tier.nodeOf(key) == 1)
                    .findFirst()
                    .orElseThrow();
            assertThat(tier.fill(lost, Rows.small(1))).isIn(FillOutcome.FAILED, FillOutcome.DROPPED);
            assertThat(tier.invalidate(lost)).isFalse();

            b.restart();
            tier.awaitUp(1);
            assertThat(tier.read(lost)).isEqualTo(FarRead.miss());
            assertThat(tier.fill(lost, Rows.small(1))).isEqualTo(FillOutcome.STORED);
        }
    }

    @Test
    void hungNode_costsItsKeysTheTimeoutAndNoMore() {
        try (MemcachedServer a = MemcachedServer.start();
                MemcachedServer b = MemcachedServer.start();
                FarTierOn tier = FarTierOn.up(Duration.ofMillis(500), a, b)) {
            for (int i = 0; i < KEYS.size(); i++) {
                assertThat(tier.fill(KEYS.get(i), Rows.small(i))).isEqualTo(FillOutcome.STORED);
            }
            CacheKey stuck = KEYS.stream()
                    .filter(key -> tier.nodeOf(key) == 1)
                    .findFirst()
                    .orElseThrow();

            b.hang();
            try {
                assertOnlyNodeOneFails(tier);
                assertThat(tier.fill(stuck, Rows.small(1))).isIn(FillOutcome.FAILED, FillOutcome.DROPPED);
                assertThat(tier.invalidate(stuck)).isFalse();
                List<CompletableFuture<List<FarRead>>> flood = LongStream.range(0, 200)
                        .mapToObj(i ->
                                tier.far.readMany(List.of(stuck), Duration.ZERO, System.nanoTime() + 1_000_000_000L))
                        .toList();
                flood.forEach(read -> assertThat(FarTierOn.done(read)).containsExactly(FarRead.error()));
            } finally {
                b.goOn();
            }

            await().atMost(FarTierOn.PATIENCE)
                    .until(() -> tier.fill(stuck, Rows.small(7)) == FillOutcome.STORED
                            && tier.read(stuck).outcome() == Outcome.HIT);
            Rows.assertSameValues(tier.read(stuck).row(), Rows.small(7));
        }
    }

    @Test
    void nodeDownAtStart_isUsedOnceItIsUp() {
        try (MemcachedServer server = MemcachedServer.start()) {
            server.kill();
            try (FarTierOn tier = new FarTierOn(FarTierOn.TIMEOUT, server.address())) {
                CacheKey key = KEYS.get(0);
                assertThat(tier.read(key)).isEqualTo(FarRead.error());
                assertThat(tier.fill(key, Rows.small(1))).isIn(FillOutcome.FAILED, FillOutcome.DROPPED);
                assertThat(tier.invalidate(key)).isFalse();

                server.restart();
                tier.awaitUp(0);

                assertThat(tier.fill(key, Rows.small(1))).isEqualTo(FillOutcome.STORED);
                assertThat(tier.read(key).outcome()).isEqualTo(Outcome.HIT);
            }
        }
    }

    @Test
    void unknownHost_isAnErrorForItsKeysOnly() {
        try (MemcachedServer server = MemcachedServer.start();
                FarTierOn tier = new FarTierOn(FarTierOn.TIMEOUT, server.address(), "no-such-host.invalid:11211")) {
            tier.awaitUp(0);
            for (CacheKey key : KEYS) {
                assertThat(tier.read(key)).isEqualTo(tier.nodeOf(key) == 0 ? FarRead.miss() : FarRead.error());
            }
        }
    }

    @Test
    void close_leavesNoThreads() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (MemcachedServer a = MemcachedServer.start();
                MemcachedServer b = MemcachedServer.start()) {
            FarTierOn tier = FarTierOn.up(Duration.ofMillis(200), a, b);
            tier.read(KEYS);
            assertThat(started(before)).anyMatch(thread -> thread.getName().startsWith("plumbline-test-far-"));
            assertThat(started(before)).allMatch(Thread::isDaemon);

            b.hang();
            try {
                tier.read(KEYS);
                tier.close();
                assertThat(tier.far
                                .readMany(KEYS, Duration.ZERO, System.nanoTime() + 1_000_000_000L)
                                .thenApply(List::size))
                        .succeedsWithin(FarTierOn.PATIENCE)
                        .isEqualTo(KEYS.size());
                await().atMost(FarTierOn.PATIENCE)
                        .until(() -> started(before).stream()
                                .noneMatch(thread -> thread.getName().startsWith("plumbline-")
                                        || thread.getName().startsWith("Xmemcached")
                                        || thread.getName().startsWith("Heal-Session")));
            } finally {
                b.goOn();
            }
        }
    }

    private static Set<Thread> started(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .filter(thread -> !thread.getName().startsWith("process reaper"))
                .collect(Collectors.toSet());
    }

    private static void assertOnlyNodeOneFails(FarTierOn tier) {
        List<FarRead> reads = tier.read(KEYS);
        for (int i = 0; i < KEYS.size(); i++) {
            if (tier.nodeOf(KEYS.get(i)) == 1) {
                assertThat(reads.get(i)).isEqualTo(FarRead.error());
            } else {
                Rows.assertSameValues(reads.get(i).row(), Rows.small(i));
            }
        }
    }
}
