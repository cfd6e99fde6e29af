package dev.plumbline.cache.tiered;

import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A far tier on real nodes, with blocking calls that fail the test rather than wait for ever. */
final class FarTierOn implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Far over what a loopback takes, so that no busy machine meets it. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    static final Duration LEASE = Duration.ofSeconds(60);
    static final Duration TTL = Duration.ofSeconds(1_000);

    final MemcachedFar far;
    private final TestRuntime threads = new TestRuntime();
    private final ClientRuntime runtime = threads.runtime();

    FarTierOn(Duration timeout, String... addresses) {
        this(new FarOptions("test", timeout, 900 << 10, true, 0), addresses);
    }

    FarTierOn(FarOptions options, String... addresses) {
        this.far = new MemcachedFar(
                Stream.of(addresses).map(NodeAddress::parse).toList(),
                options,
                (address, events) -> new XmemcachedNode(address, HostResolver.SYSTEM, events));
        far.start(runtime);
    }

    static FarTierOn up(MemcachedServer... servers) {
        return up(TIMEOUT, servers);
    }

    static FarTierOn up(Duration timeout, MemcachedServer... servers) {
        return up(new FarOptions("test", timeout, 900 << 10, true, 0), servers);
    }

    static FarTierOn up(FarOptions options, MemcachedServer... servers) {
        FarTierOn far = new FarTierOn(
                options, Stream.of(servers).map(MemcachedServer::address).toArray(String[]::new));
        for (int node = 0; node < servers.length; node++) {
            far.awaitUp(node);
        }
        return far;
    }

    /** Waits until a node answers, and the generation on it is what the node says. */
    void awaitUp(int node) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> done(far.nodes().get(node).generation().check()));
    }

    int nodeOf(CacheKey key) {
        return new FarRing(far.nodes()).indexOf(new FarKeys("test").of(key));
    }

    /** Returns the key's name on its node, which is up. */
    String name(CacheKey key) {
        FarKey farKey = new FarKeys("test").of(key);
        return Objects.requireNonNull(new FarRing(far.nodes()).nodeOf(farKey).name(farKey));
    }

    long nowMicros() {
        return runtime.nowMicros();
    }

    long deadline() {
        return runtime.ticker().nanos() + PATIENCE.toNanos();
    }

    List<FarRead> read(List<CacheKey> keys) {
        return read(keys, Duration.ZERO);
    }

    List<FarRead> read(List<CacheKey> keys, Duration lease) {
        return done(far.readMany(keys, lease, deadline()));
    }

    FarRead read(CacheKey key) {
        return read(List.of(key)).get(0);
    }

    /** Reads and wants the lease. */
    FarRead lease(CacheKey key) {
        return read(List.of(key), LEASE).get(0);
    }

    boolean claim(CacheKey key) {
        return done(far.claim(List.of(key), LEASE, deadline())).get(0);
    }

    FillOutcome fill(CacheKey key, FeatureRow row) {
        return done(far.fill(key, null, row, TTL));
    }

    FillOutcome fill(CacheKey key, FarRead read, FeatureRow row) {
        return done(far.fill(key, read.leaseToken(), row, TTL));
    }

    boolean invalidate(CacheKey key) {
        return done(far.invalidate(key));
    }

    static <T> T done(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        far.close();
        threads.close();
    }
}
