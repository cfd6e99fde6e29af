package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.grpc.GrpcTransport;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;

/**
 * How the clients of a herd are set, as a line of words between processes.
 *
 * @param namespace what keeps the rows of one measurement apart from the next one's
 * @param freshMillis how long rows are fresh
 * @param revalidateMillis how long after that they are served while they are renewed
 * @param jitter whether rows that were stored together are renewed apart
 * @param leases whether a miss is loaded by one process
 */
record HerdSetup(String namespace, long freshMillis, long revalidateMillis, boolean jitter, boolean leases) {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final double JITTER = 0.1;

    static HerdSetup parse(String line) {
        String[] words = line.split(" ", -1);
        return new HerdSetup(
                words[0],
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Boolean.parseBoolean(words[3]),
                Boolean.parseBoolean(words[4]));
    }

    String line() {
        return namespace + " " + freshMillis + " " + revalidateMillis + " " + jitter + " " + leases;
    }

    FeatureClient client(String target, String memcached, MeterRegistry meters) {
        return FeatureClient.builder(GrpcTransport.onlineFeatures(target))
                .views(HerdRows.VIEW)
                .environment(Map.of())
                .deadline(DEADLINE)
                .attemptTimeout(DEADLINE)
                .staleness(StalenessBounds.builder()
                        .fresh(Duration.ofMillis(freshMillis))
                        .nearFresh(Duration.ofMillis(freshMillis))
                        .staleWhileRevalidate(Duration.ofMillis(revalidateMillis))
                        .build())
                .jitter(jitter ? JITTER : 0)
                .cache(TieredCache.builder()
                        .memcached(memcached)
                        .namespace(namespace)
                        .leases(leases)
                        .build())
                .meters(meters)
                .build();
    }
}
