package dev.plumbline.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Value;
import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.log.Prediction;
import featurestore.FeatureSet;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log's server is gone for a while, under load: predictions go on, and every event is accounted for. */
@Timeout(180)
final class PredictionLogOutageTest {
    private static final int MAX_EVENTS = 400;
    private static final int MAX_BYTES = 200_000;
    private static final int CALLS = 16;
    private static final int THREADS = 3;

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Meter> own = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Throwable> harmed = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean loading = new AtomicBoolean(true);
    private final AtomicInteger logged = new AtomicInteger();

    PredictionLogOutageTest() {
        // The client takes its meters out of the registry when it is closed; the figures stay.
        meters.config().onMeterAdded(meter -> {
            Meter.Id id = meter.getId();
            own.put(id.getName() + "/" + id.getTag("outcome") + "/" + id.getTag("reason"), meter);
        });
    }

    private long events(String outcome) {
        return own.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("plumbline.client.log.events/" + outcome + "/"))
                .mapToLong(entry -> (long) ((FunctionCounter) entry.getValue()).count())
                .sum();
    }

    private long offered() {
        return counter("plumbline.client.log.offered/null/null");
    }

    private long counter(String key) {
        return (long) ((FunctionCounter) Objects.requireNonNull(own.get(key), key)).count();
    }

    private double held(String what) {
        return meters.get("plumbline.client.log.queue." + what).gauge().value();
    }

    private FeatureClient client(TestServer features, LogServer server) {
        return FeatureClient.builder(GrpcTransport.onlineFeatures(features.target()))
                .views(Fetches.AIRPORT)
                .environment(Map.of(
                        "PLUMBLINE_DEADLINE", "60s",
                        "PLUMBLINE_ATTEMPT_TIMEOUT", "60s",
                        "PLUMBLINE_PREDICTION_LOG_MAX_EVENTS", Integer.toString(MAX_EVENTS),
                        "PLUMBLINE_PREDICTION_LOG_MAX_BYTES", Integer.toString(MAX_BYTES),
                        "PLUMBLINE_PREDICTION_LOG_SEND_TIMEOUT", "60s",
                        "PLUMBLINE_PREDICTION_LOG_DRAIN", "60s"))
                .meters(meters)
                .predictionLog(GrpcPredictionSink.builder(server.target())
                        .maxConcurrentCalls(CALLS)
                        .callTimeout(Duration.ofSeconds(60))
                        .build())
                .build();
    }

    /** What a model server does, as fast as it can: reads, and logs what came of it. */
    private void load(FeatureClient client) {
        while (loading.get()) {
            try {
                long flights = client.get(Fetches.AIRPORT, EntityKey.of("DFW")).int64("flights");
                client.logPrediction(Prediction.of("e" + logged.getAndIncrement(), "v1", "delay", (double) flights));
                if (flights != 12 || held("size") > MAX_EVENTS || held("bytes") > MAX_BYTES) {
                    throw new AssertionError(flights + ", " + held("size") + " and " + held("bytes") + " held");
                }
            } catch (RuntimeException | AssertionError e) {
                harmed.add(e);
            }
        }
    }

    private static TestServer features() throws Exception {
        FeatureSet set = FeatureSet.newBuilder()
                .putFeatures("flights", Value.newBuilder().setNumberValue(12).build())
                .build();
        return TestServer.answering(TestServer.reply("DFW", set));
    }

    /** Cuts the server's life short. */
    @FunctionalInterface
    private interface End {
        void of(LogServer server) throws InterruptedException;
    }

    private void outage(LogServer server, Duration outage, End end) throws Exception {
        try (TestServer features = features();
                FeatureClient client = client(features, server)) {
            List<Thread> threads = IntStream.range(0, THREADS)
                    .mapToObj(i -> new Thread(() -> load(client), "load-" + i))
                    .toList();
            threads.forEach(Thread::start);
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> events("sent") > 200);
                end.of(server);
                int before = logged.get();
                await().pollDelay(outage).atMost(Duration.ofSeconds(60)).until(() -> true);
                assertThat(logged.get() - before)
                        .as("predictions during the outage")
                        .isGreaterThan(100);
                server.startAgain();
                long sentBefore = events("sent");
                await().atMost(Duration.ofSeconds(60)).until(() -> events("sent") > sentBefore + MAX_EVENTS);
            } finally {
                loading.set(false);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
        assertThat(harmed).isEmpty();
        assertThat(offered()).isEqualTo(logged.get());
        assertThat(events("sent") + events("failed") + events("dropped"))
                .as("%d sent, %d failed, %d dropped", events("sent"), events("failed"), events("dropped"))
                .isEqualTo(offered());
        assertThat(counter("plumbline.client.log.events/dropped/drain")).isZero();
    }

    @Test
    void serverThatIsKilledForTenSeconds_harmsNoPrediction_andNoEventIsLostFromTheCount() throws Exception {
        try (LogServer server = LogServer.taking()) {
            outage(server, Duration.ofSeconds(10), LogServer::kill);

            assertThat(events("failed") + events("dropped")).isPositive();
            // What a killed server had taken without the answer getting through is failed, or was sent a second time.
            assertThat((long) server.entities.size()).isBetween(events("sent"), events("sent") + CALLS);
        }
    }

    @Test
    void serverThatEndsInOrder_hasTakenWhatWasSent_toTheLastEvent() throws Exception {
        try (LogServer server = LogServer.taking()) {
            outage(server, Duration.ofSeconds(2), LogServer::stop);

            assertThat((long) server.entities.size()).isEqualTo(events("sent"));
            assertThat((long) server.taken.get()).isEqualTo(events("sent"));
        }
    }
}
