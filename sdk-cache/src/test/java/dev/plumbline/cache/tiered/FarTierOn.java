package dev.plumbline.cache.tiered;

import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A far tier on real nodes, with blocking calls that fail the test rather than wait for ever. */
final class FarTierOn implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Far over what a loopback takes, so that no busy machine meets it. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    final MemcachedFar far;
    private final List<NodeAddress> addresses;
    private final List<BlockingNode> nodes;
    private final NodeRouting routing;
    private final TestRuntime threads = new TestRuntime();
    private final ClientRuntime runtime = threads.runtime();

    FarTierOn(Duration timeout, String... addresses) {
        this.addresses = Stream.of(addresses).map(NodeAddress::parse).toList();
        this.nodes = this.addresses.stream()
                .map(node -> new BlockingNode(node, 4, timeout.toMillis()))
                .toList();
        this.routing = new NodeRouting(this.addresses);
        this.far = new MemcachedFar(List.copyOf(nodes), routing, new FarKeys("test"), timeout, 900 << 10);
        far.start(runtime);
    }

    static FarTierOn up(MemcachedServer... servers) {
        return up(TIMEOUT, servers);
    }

    static FarTierOn up(Duration timeout, MemcachedServer... servers) {
        FarTierOn far = new FarTierOn(
                timeout, Stream.of(servers).map(MemcachedServer::address).toArray(String[]::new));
        for (int node = 0; node < servers.length; node++) {
            far.awaitUp(node);
        }
        return far;
    }

    /** Waits until a node answers. */
    void awaitUp(int node) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> nodes.get(node)
                        .delete("probe", 1_000)
                        .handle((done, failure) -> failure == null)
                        .get(30, TimeUnit.SECONDS));
    }

    int nodeOf(CacheKey key) {
        return routing.nodeOf(name(key).routingHash());
    }

    FarKey name(CacheKey key) {
        return new FarKeys("test").of(key);
    }

    List<FarRead> read(List<CacheKey> keys) {
        return done(far.readMany(keys, Duration.ZERO, runtime.ticker().nanos() + PATIENCE.toNanos()));
    }

    FarRead read(CacheKey key) {
        return read(List.of(key)).get(0);
    }

    FillOutcome fill(CacheKey key, FeatureRow row) {
        return done(far.fill(key, null, row, Duration.ofSeconds(1_000)));
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
