package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureException;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.log.Prediction;
import dev.plumbline.log.PredictionSink;
import dev.plumbline.log.SendResult;
import dev.plumbline.runtime.ClientRuntime;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md against what a client that has seen everything tells a real registry. */
final class MetricsDocTest {
    private static final Pattern ROW = Pattern.compile(
            "\\| `((?:plumbline|cache)[^`]+)` \\| (\\w+) \\| ([^|]+) \\| [^|]+ \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) \\S+$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final PrometheusMeterRegistry REGISTRY = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private static final Map<String, Matcher> ROWS = new TreeMap<>();

    private static List<Meter> meters = List.of();
    private static String scrape = "";

    @BeforeAll
    static void work() throws Exception {
        for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                ROWS.put(row.group(1), row);
            }
        }
        try (FeatureServer server = new FeatureServer();
                Memcached memcached = new Memcached();
                FeatureClient client = FeatureClient.builder(GrpcTransport.onlineFeatures(server.target()))
                        .views(EndToEndTest.VIEW)
                        .environment(Map.of())
                        .deadline(Duration.ofSeconds(20))
                        .attemptTimeout(Duration.ofSeconds(20))
                        .cache(TieredCache.builder()
                                .memcached(memcached.address())
                                .farTimeout(Duration.ofSeconds(1))
                                .build())
                        .meters(REGISTRY)
                        .predictionLog(new DiscardingSink())
                        .build()) {
            client.logPrediction(Prediction.of("DFW", "v1", "delay", 0.5));
            client.get(EndToEndTest.VIEW, EntityKey.of("DFW"));
            client.getAll(EndToEndTest.VIEW, List.of(EntityKey.of("DFW"), EntityKey.of("NOBODY")));
            assertThatThrownBy(() -> client.get(EndToEndTest.VIEW, EntityKey.of("DOWN")))
                    .isInstanceOf(FeatureException.class);
            CompletableFuture<FeatureRow> held = client.getAsync(EndToEndTest.VIEW, EntityKey.of("HELD"));
            server.awaitHeld();
            CompletableFuture<FeatureRow> joined = client.getAsync(EndToEndTest.VIEW, EntityKey.of("HELD"));
            server.release();
            CompletableFuture.allOf(held, joined).join();
            client.invalidate(EndToEndTest.VIEW, EntityKey.of("DFW")).join();
            int[] reads = {0};
            await().atMost(Duration.ofSeconds(20)).pollInSameThread().until(() -> {
                client.get(EndToEndTest.VIEW, EntityKey.of("K" + reads[0]++));
                return REGISTRY.find("plumbline.client.cache.operation.duration")
                                .tag("operation", "set")
                                .timer()
                        != null;
            });
            // Before the client is closed: it takes its meters with it.
            meters = List.copyOf(REGISTRY.getMeters());
            scrape = REGISTRY.scrape();
        }
    }

    @Test
    void everyMeter_isInTheTable_andEveryRowOfTheTableIsAMeter() {
        TreeSet<String> names = new TreeSet<>();
        meters.forEach(meter -> names.add(meter.getId().getName()));
        assertThat(names).isEqualTo(ROWS.keySet());
    }

    @Test
    void everyMeter_hasTheTypeAndTheTagsOfItsRow() {
        assertThat(meters).isNotEmpty();
        for (Meter meter : meters) {
            Meter.Id id = meter.getId();
            Matcher row = Objects.requireNonNull(ROWS.get(id.getName()), id.getName());
            assertThat(type(id)).as(id.getName()).isEqualTo(row.group(2));
            assertThat(id.getTags().stream().map(Tag::getKey))
                    .as(id.getName())
                    .containsExactlyInAnyOrderElementsOf(codes(row.group(3)));
        }
    }

    private static String type(Meter.Id id) {
        return switch (id.getType()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "timer";
            case DISTRIBUTION_SUMMARY -> "summary";
            default -> id.getType().toString();
        };
    }

    @Test
    void everyScrapedName_isInTheTable_andEverySpellingOfTheTableIsScraped() {
        TreeSet<String> scraped = new TreeSet<>();
        Matcher types = TYPE.matcher(scrape);
        while (types.find()) {
            scraped.add(types.group(1));
        }
        TreeSet<String> told = new TreeSet<>();
        ROWS.values().forEach(row -> told.addAll(codes(row.group(4))));
        assertThat(scraped).isEqualTo(told);
    }

    /** Takes all and keeps nothing. */
    private static final class DiscardingSink implements PredictionSink {
        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public CompletableFuture<SendResult> send(List<Prediction> events) {
            return CompletableFuture.completedFuture(SendResult.allSent());
        }

        @Override
        public void close() {}
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }
}
