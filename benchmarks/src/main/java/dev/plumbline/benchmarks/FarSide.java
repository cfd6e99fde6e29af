package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.StalenessBounds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.TextCommandFactory;
import net.rubyeye.xmemcached.exception.MemcachedException;
import org.jspecify.annotations.Nullable;

/**
 * A memcached that holds rows, a metered client that reads them without a near tier, and a stock Xmemcached client that
 * reads the same octets of the same server by the same names.
 */
final class FarSide implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int LEAST_OCTETS = 400;
    private static final int MOST_OCTETS = 576;

    final FeatureView view = Rows.mixedView();
    final List<EntityKey> keys;
    final FeatureClient client;
    final MemcachedClient stock;
    final List<String> names;
    private final MemcachedProcess memcached;
    private long rowsRead;
    private long rowsFromElsewhere;

    FarSide(int entities) throws Exception {
        keys = IntStream.range(0, entities)
                .mapToObj(i -> EntityKey.of("entity-" + i))
                .toList();
        memcached = MemcachedProcess.start();
        client = client(
                view,
                TieredCache.builder()
                        .near(0)
                        .memcached(memcached.address())
                        .farTimeout(Duration.ofSeconds(1))
                        .build());
        stock = stock(memcached.port());
        awaitFar();
        names = memcached.names(LEAST_OCTETS);
        check();
    }

    /** A metered client whose origin answers at once and whose rows stay fresh for a day. */
    static FeatureClient client(FeatureView view, @Nullable TieredCache cache) {
        FeatureClientBuilder builder = FeatureClient.builder(new PreparedTransport())
                .views(view)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(10))
                .staleness(StalenessBounds.builder().fresh(Duration.ofDays(1)).build())
                .meters(new SimpleMeterRegistry());
        if (cache != null) {
            builder.cache(cache);
        }
        return builder.build();
    }

    private static MemcachedClient stock(int port) throws IOException {
        XMemcachedClientBuilder builder =
                new XMemcachedClientBuilder(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        builder.doNotResolveInetAddresses();
        builder.setCommandFactory(new TextCommandFactory());
        builder.setTranscoder(new RawBytesTranscoder());
        builder.setConnectionPoolSize(1);
        builder.setSelectorPoolSize(1);
        builder.setConnectTimeout(300);
        builder.setOpTimeout(10_000);
        builder.setHealSessionInterval(1_000);
        builder.setFailureMode(true);
        builder.setSanitizeKeys(false);
        builder.getConfiguration().setSessionIdleTimeout(2_000);
        return builder.build();
    }

    private void awaitFar() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!isFar(client.getAll(view, keys))) {
            if (System.nanoTime() - end >= 0) {
                throw new IllegalStateException("memcached does not answer for all rows within 30 s");
            }
            Thread.yield();
        }
    }

    private static boolean isFar(FeatureRows rows) {
        for (FeatureRow row : rows) {
            if (row.tier() != ReadTier.FAR) {
                return false;
            }
        }
        return true;
    }

    private void check() throws InterruptedException, MemcachedException, TimeoutException {
        Map<String, byte[]> found = stock.get(names);
        if (names.size() != keys.size() || found.size() != keys.size()) {
            throw new IllegalStateException("of " + keys.size() + " rows the baseline sees " + names.size()
                    + " names and reads " + found.size());
        }
        for (byte[] octets : found.values()) {
            if (octets.length < LEAST_OCTETS || octets.length > MOST_OCTETS) {
                throw new IllegalStateException("an entry of " + octets.length + " octets is not the one meant");
            }
        }
    }

    FeatureRow read() {
        return far(client.get(view, keys.get(0)));
    }

    FeatureRows readAll() {
        FeatureRows rows = client.getAll(view, keys);
        for (FeatureRow row : rows) {
            far(row);
        }
        return rows;
    }

    private FeatureRow far(FeatureRow row) {
        rowsRead++;
        if (row.tier() != ReadTier.FAR) {
            rowsFromElsewhere++;
        }
        return row;
    }

    /** A machine that stands still for a moment may cost a read its far tier; more than that is not what is measured. */
    private void checkTier() {
        if (rowsFromElsewhere * 1_000 > rowsRead) {
            throw new IllegalStateException(
                    rowsFromElsewhere + " of " + rowsRead + " rows did not come from memcached");
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        stock.shutdown();
        memcached.close();
        checkTier();
    }
}
