package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureProtocolException;
import dev.plumbline.FeatureRejectedException;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.cache.NearTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tiers, transports and callbacks that break their contracts: every read is answered all the same, in time. */
@Timeout(30)
final class HostileTest extends ClientTest {
    @Test
    void nearTierThatThrows_isPassedBy() {
        FeatureClient client = open(builder().cache(new Tiers(new ThrowingNear(), null)));

        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(client.getAll(AIRPORT, List.of(DFW, DFW)).get(1).tier()).isEqualTo(ReadTier.ORIGIN);
    }

    @Test
    void nearTierThatThrowsWhenAFailureIsNoted_stillAnswersStale() {
        MapTiers tiers = MapTiers.nearOnly();
        ThrowingNear near = new ThrowingNear();
        near.rows = tiers.nearMap;
        FeatureClient client = open(virtual().cache(new Tiers(near, null)));
        near.broken = false;
        client.get(AIRPORT, DFW);
        near.broken = true;
        near.reads = true;
        store.faults().failAlways(TransportException.Kind.INVALID_REQUEST);
        time.advance(Duration.ofSeconds(100));

        assertThat(done(client.getAsync(AIRPORT, DFW)).freshness()).isEqualTo(Freshness.STALE);
    }

    @Test
    void farTierThatNeverAnswers_isAMiss() {
        FeatureClient client = open(builder().deadline(Duration.ofSeconds(5)).cache(new Tiers(null, new SilentFar())));

        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);
    }

    @Test
    void farTierThatAnswersNulls_isAMiss() {
        SilentFar far = new SilentFar();
        far.answer = CompletableFuture.completedFuture(Collections.singletonList(null));
        FeatureClient client = open(builder().cache(new Tiers(null, far)));

        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);
    }

    @Test
    void transportThatBreaksItsContract_failsItsReadsAndNoOthers() {
        Liar liar = new Liar();
        FeatureClient client = open(FeatureClient.builder(liar).views(AIRPORT).environment(Map.of()));

        for (int round = 0; round < 4; round++) {
            liar.answer = null;
            assertThatThrownBy(() -> client.get(AIRPORT, DFW)).hasMessageContaining("no future");
            liar.answer = CompletableFuture.completedFuture(null);
            assertThatThrownBy(() -> client.get(AIRPORT, DFW))
                    .isInstanceOf(FeatureProtocolException.class)
                    .hasMessageContaining("no rows for 1 keys");
            liar.answer = CompletableFuture.completedFuture(Collections.singletonList(null));
            assertThatThrownBy(() -> client.get(AIRPORT, DFW)).hasMessageContaining("answered null");
        }
        liar.answer = CompletableFuture.completedFuture(List.of(FeatureRow.notFound(AIRPORT, 1)));
        assertThat(client.get(AIRPORT, DFW).float64("mean_delay", -1)).isEqualTo(-1);
    }

    @Test
    void callbacksThatWait_holdUpNoOtherRead() throws Exception {
        FeatureClient client = open(builder());
        CountDownLatch waits = new CountDownLatch(16);
        CountDownLatch release = new CountDownLatch(1);
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> waiting = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            waiting.add(client.getAsync(AIRPORT, DFW).thenApply(row -> {
                waits.countDown();
                await(release);
                return row;
            }));
        }

        store.faults().release();
        assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(client.getAsync(AIRPORT, DFW).get(10, TimeUnit.SECONDS).int64("flights"))
                .isEqualTo(12);

        release.countDown();
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void closedClient_endsALoadThatWasInvalidated() {
        store.faults().hold();
        FeatureClient client = open(builder().deadline(Duration.ofMinutes(5)).attemptTimeout(Duration.ofMinutes(5)));
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        client.invalidate(AIRPORT, DFW).join();

        client.close();

        assertThatThrownBy(read::join).hasCauseInstanceOf(FeatureRejectedException.class);
        store.faults().release();
    }

    @Test
    void clientThatIsMadeAgain_isCountedAgain() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        for (int round = 1; round <= 2; round++) {
            FeatureClient client = open(builder().meters(registry));
            client.get(AIRPORT, DFW);
            assertThat(registry.get("plumbline.client.requests")
                            .tag("operation", "get")
                            .tag("outcome", "success")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            client.close();
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void secondClientOfAName_reportsUnderAnother() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        FeatureClient first = open(builder().meters(registry));
        FeatureClient second = open(builder().meters(registry));

        first.get(AIRPORT, DFW);
        second.get(AIRPORT, DFW);

        for (String name : List.of("default", "default_2")) {
            assertThat(registry.get("plumbline.client.requests")
                            .tags("client", name, "operation", "get", "outcome", "success")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Tiers(
            @Nullable NearTier nearTier, @Nullable FarTier farTier) implements FeatureCache {
        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public Optional<NearTier> near() {
            return Optional.ofNullable(nearTier);
        }

        @Override
        public Optional<FarTier> far() {
            return Optional.ofNullable(farTier);
        }

        @Override
        public void close() {}
    }

    private static final class ThrowingNear implements NearTier {
        private volatile @Nullable NearTier rows;
        private volatile boolean broken = true;
        private volatile boolean reads;

        @Override
        public @Nullable NearEntry get(CacheKey key) {
            NearTier held = rows;
            if (held != null && (reads || !broken)) {
                return held.get(key);
            }
            throw new IllegalStateException("get");
        }

        @Override
        public void compute(CacheKey key, UnaryOperator<@Nullable NearEntry> change) {
            NearTier held = rows;
            if (held != null && !broken) {
                held.compute(key, change);
                return;
            }
            throw new IllegalStateException("compute");
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public long evictions() {
            return 0;
        }

        @Override
        public void clear() {}
    }

    private static final class SilentFar implements FarTier {
        private CompletableFuture<List<FarRead>> answer = new CompletableFuture<>();

        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public CompletableFuture<List<Boolean>> claim(List<CacheKey> keys, Duration lease, long deadlineNanos) {
            return CompletableFuture.completedFuture(java.util.Collections.nCopies(keys.size(), true));
        }

        @Override
        public CompletableFuture<Boolean> flush() {
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public CompletableFuture<List<FarRead>> readMany(List<CacheKey> keys, Duration lease, long deadlineNanos) {
            return answer;
        }

        @Override
        public CompletableFuture<FillOutcome> fill(
                CacheKey key, @Nullable Object leaseToken, FeatureRow row, Duration ttl) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Boolean> invalidate(CacheKey key) {
            return new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }

    private static final class Liar implements FeatureTransport {
        private volatile @Nullable CompletableFuture<List<FeatureRow>> answer;

        @Override
        public String name() {
            return "liar";
        }

        @Override
        public int maxEntities() {
            return 100;
        }

        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public void bind(ViewBinding binding) {}

        @Override
        @SuppressWarnings("NullAway") // that is the lie
        public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
            return answer;
        }

        @Override
        public CompletableFuture<Void> warmUp() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void recover() {}

        @Override
        public void close() {}
    }
}
