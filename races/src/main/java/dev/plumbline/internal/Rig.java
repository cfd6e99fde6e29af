package dev.plumbline.internal;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.Written;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client over a feature service in memory. All that it does is done on the callers' threads. Each race is about a key of
 * its own.
 */
final class Rig {
    static final FeatureView VIEW = FeatureView.builder("races", "key")
            .feature("value", FeatureType.INT64)
            .build();

    private static final Duration LONG = Duration.ofMinutes(1);

    final FeatureClient client;
    private final MapFar far;
    private final ConcurrentMap<EntityKey, Cell> cells = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong();

    private Rig(FeatureCache cache, MapFar far) {
        this.far = far;
        FeatureClientBuilder builder = FeatureClient.builder(new CellTransport(cells))
                .views(VIEW)
                .environment(Map.of())
                .executor(Runnable::run)
                .callbackExecutor(Runnable::run)
                .scheduler((task, nanos) -> () -> {})
                // A thread that gets no processor for a while is late, not wrong.
                .deadline(LONG)
                .attemptTimeout(LONG)
                .maxInFlightBatches(64)
                .maxConcurrentFetches(10_000);
        client = (cache == null ? builder : builder.cache(cache)).build();
    }

    static Rig uncached() {
        return new Rig(null, null);
    }

    static Rig near() {
        return new Rig(TieredCache.builder().build(), null);
    }

    static Rig far() {
        MapFar far = new MapFar();
        return new Rig(far.behind(null), far);
    }

    static Rig both() {
        MapFar far = new MapFar();
        return new Rig(far.behind(TieredCache.builder().build()), far);
    }

    /** One entity, its row at the feature service, and what a client does with it. */
    static final class Entity {
        final Cell cell = new Cell();
        private final Rig rig;
        private final EntityKey key;

        Entity(Rig rig) {
            this.rig = rig;
            this.key = EntityKey.of(rig.keys.incrementAndGet());
            rig.cells.put(key, cell);
        }

        FeatureClient client() {
            return rig.client;
        }

        EntityKey key() {
            return key;
        }

        int read() {
            return (int) rig.client.get(VIEW, key).int64("value");
        }

        /** Writes the next value, and says nothing of it; returns the value. */
        int write() {
            return (int) rig.client
                    .write(VIEW, key, () -> Written.version(cell.value.incrementAndGet()))
                    .dataVersion();
        }

        /** Writes the next value through both tiers; returns it. */
        int writeThrough() {
            return (int) rig.client
                    .write(VIEW, key, () -> Written.row(row(cell.value.incrementAndGet(), true)))
                    .dataVersion();
        }

        /** Changes the row behind the client's back. */
        void change() {
            cell.value.incrementAndGet();
        }

        /** Lets the far tier hold the row as it is, and not forget it. */
        void keepFar() {
            rig.far.keep(name(), row(cell.value.get(), false));
        }

        private CacheKey name() {
            return new CacheKey(VIEW, key, CacheKey.NO_VARIANT);
        }

        void invalidate() {
            rig.client.invalidate(VIEW, key);
        }

        /** Leaves nothing behind. */
        void end() {
            rig.cells.remove(key);
            if (rig.far != null) {
                rig.far.hears(name());
            }
            rig.client.invalidate(VIEW, key);
        }
    }

    /** A row; without a version nothing but the order of things keeps an old one from replacing a new one. */
    static FeatureRow row(long value, boolean versioned) {
        var row = FeatureRow.builder(VIEW, System.currentTimeMillis() * 1_000);
        row.putInt64(0, value);
        row.dataVersion(versioned ? value : FeatureRow.UNKNOWN_VERSION);
        return row.build();
    }
}
