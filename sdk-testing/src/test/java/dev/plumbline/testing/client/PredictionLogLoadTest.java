package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.log.Prediction;
import dev.plumbline.log.SendResult;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads, a sink that fails now and then, and a close in their midst: no event is lost from the count. */
final class PredictionLogLoadTest extends ClientTest {
    private static final int THREADS = 8;
    private static final int EACH = 5_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LogCounts counts = new LogCounts(meters, "predictions");

    @ParameterizedTest
    @ValueSource(strings = {"newest", "oldest", "newest", "oldest"})
    void everyEvent_isCountedOnce_whenTheClientIsClosedUnderLoad(String drop) throws Exception {
        AtomicInteger sends = new AtomicInteger();
        AtomicLong taken = new AtomicLong();
        HeldSink sink = new HeldSink(7, 3).answering(events -> {
            if (sends.incrementAndGet() % 50 == 0) {
                return CompletableFuture.failedFuture(
                        new TransportException(Kind.UNAVAILABLE, "UNAVAILABLE", "down", null));
            }
            taken.addAndGet(events.size() - 1);
            return CompletableFuture.supplyAsync(() -> SendResult.failed(Map.of(0, new IllegalStateException("no"))));
        });
        FeatureClient client = open(builder()
                .meters(meters)
                .environment(Map.of(
                        "PLUMBLINE_PREDICTION_LOG_MAX_EVENTS", "500",
                        "PLUMBLINE_PREDICTION_LOG_MAX_BYTES", "60000",
                        "PLUMBLINE_PREDICTION_LOG_DROP", drop))
                .predictionLog(sink));
        CountDownLatch half = new CountDownLatch(THREADS * EACH / 2);
        Prediction prediction = Prediction.of("DFW", "v1", "delay", 0.5);
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> new Thread(() -> {
                    for (int i = 0; i < EACH; i++) {
                        client.logPrediction(prediction);
                        half.countDown();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        assertThat(half.await(60, TimeUnit.SECONDS)).isTrue();

        client.close();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(counts.offered()).isEqualTo(THREADS * EACH);
        assertThat(counts.sent()).isLessThanOrEqualTo(taken.get()).isPositive();
        assertThat(counts.failed()).isPositive();
        counts.assertBalanced();
    }
}
