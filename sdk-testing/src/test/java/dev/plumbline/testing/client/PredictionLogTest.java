package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.log.Prediction;
import dev.plumbline.log.PredictionSink;
import dev.plumbline.log.SendResult;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of logged predictions, in virtual time and on the calling thread. */
final class PredictionLogTest extends ClientTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LogCounts counts = new LogCounts(meters, "predictions");

    private FeatureClientBuilder with(PredictionSink sink, String... settings) {
        Map<String, String> variables = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            variables.put("PLUMBLINE_PREDICTION_LOG_" + settings[i], settings[i + 1]);
        }
        return virtual()
                .executor(Runnable::run)
                .random(() -> 0.5)
                .meters(meters)
                .environment(variables)
                .predictionLog(sink);
    }

    private static Prediction prediction(String entity) {
        return Prediction.of(entity, "v1", "delay", 0.5);
    }

    private static void log(FeatureClient client, int from, int to) {
        IntStream.range(from, to).forEach(i -> client.logPrediction(prediction("e" + i)));
    }

    private static TransportException down() {
        return new TransportException(Kind.UNAVAILABLE, "UNAVAILABLE", "down", null);
    }

    @Test
    void withoutASink_theBuildersMethodIsNamed() {
        FeatureClient client = open(virtual());

        assertThatThrownBy(() -> client.logPrediction(prediction("DFW")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("predictionLog(");
    }

    @Test
    void nullPrediction_isTheCallersFault() {
        FeatureClient client = open(with(HeldSink.single()));

        assertThatThrownBy(() -> client.logPrediction(null)).isInstanceOf(NullPointerException.class);
        assertThat(counts.offered()).isZero();
    }

    @Test
    void predictions_areSentInTheirOrder_asManyAtATimeAsTheSinkTakes() {
        HeldSink sink = new HeldSink(1, 2);
        FeatureClient client = open(with(sink));
        log(client, 0, 4);
        assertThat(sink.seen()).containsExactly("e0", "e1");
        assertThat(counts.size()).isEqualTo(4);

        sink.held().get(1).future().complete(SendResult.allSent());

        assertThat(sink.seen()).containsExactly("e0", "e1", "e2");
        sink.held().forEach(sent -> sent.future().complete(SendResult.allSent()));
        sink.held().forEach(sent -> sent.future().complete(SendResult.allSent()));
        assertThat(sink.seen()).containsExactly("e0", "e1", "e2", "e3");
        assertThat(counts.sent()).isEqualTo(4);
        counts.assertBalanced();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void predictionsThatWait_leaveTogether() {
        HeldSink sink = new HeldSink(3, 1);
        FeatureClient client = open(with(sink));
        log(client, 0, 6);

        sink.held().get(0).future().complete(SendResult.allSent());
        sink.held().get(1).future().complete(SendResult.allSent());

        assertThat(sink.held())
                .extracting(HeldSink.Sent::entities)
                .containsExactly(List.of("e0"), List.of("e1", "e2", "e3"), List.of("e4", "e5"));
    }

    @Test
    void fullQueue_dropsTheNewest() {
        HeldSink sink = HeldSink.single();
        FeatureClient client = open(with(sink, "MAX_EVENTS", "3"));

        log(client, 0, 5);

        assertThat(counts.size()).isEqualTo(3);
        assertThat(counts.count("dropped/queue_full")).isEqualTo(2);
        sink.answering(events -> HeldSink.ok());
        sink.held().get(0).future().complete(SendResult.allSent());
        assertThat(sink.seen()).containsExactly("e0", "e1", "e2");
        counts.assertBalanced();
    }

    @Test
    void fullQueue_dropsTheOldestThatWaits_ifToldTo() {
        HeldSink sink = HeldSink.single();
        FeatureClient client = open(with(sink, "MAX_EVENTS", "3", "DROP", "oldest"));

        log(client, 0, 5);

        assertThat(counts.size()).isEqualTo(3);
        assertThat(counts.count("dropped/queue_full")).isEqualTo(2);
        sink.answering(events -> HeldSink.ok());
        sink.held().get(0).future().complete(SendResult.allSent());
        assertThat(sink.seen()).containsExactly("e0", "e3", "e4");
        counts.assertBalanced();
    }

    @Test
    void queue_isBoundedByWeightToo() {
        HeldSink sink = HeldSink.single();
        int weight = prediction("e0").octets();
        FeatureClient client = open(with(sink, "MAX_BYTES", Integer.toString(10 * weight + weight / 2)));

        log(client, 0, 10);
        client.logPrediction(prediction("x".repeat(4_000)));
        client.logPrediction(prediction("e0".repeat(weight / 4)));

        assertThat(counts.octets()).isEqualTo(10 * weight);
        assertThat(counts.count("dropped/too_large")).isEqualTo(1);
        assertThat(counts.count("dropped/queue_full")).isEqualTo(1);
    }

    @Test
    void failureThatMayPass_isSentAgainAfterAWhile() {
        HeldSink sink = HeldSink.single();
        FeatureClient client = open(with(sink));
        log(client, 0, 1);

        sink.held().get(0).future().completeExceptionally(down());
        time.advance(Duration.ofMillis(74));
        assertThat(sink.held()).hasSize(1);
        time.advance(Duration.ofMillis(1));

        assertThat(sink.held()).hasSize(2);
        sink.held().get(1).future().complete(SendResult.allSent());
        assertThat(counts.sent()).isEqualTo(1);
        counts.assertBalanced();
    }

    @Test
    void failureThatStays_isCountedAfterTheLastAttempt() {
        HeldSink sink = HeldSink.single().answering(events -> CompletableFuture.failedFuture(new IOException("gone")));
        FeatureClient client = open(with(sink, "MAX_ATTEMPTS", "3"));
        log(client, 0, 1);

        time.advance(Duration.ofMinutes(1));

        assertThat(sink.seen()).containsExactly("e0", "e0", "e0");
        assertThat(counts.count("failed/io")).isEqualTo(1);
        counts.assertBalanced();
    }

    @Test
    void finalFailures_areCountedAtOnce() {
        List<RuntimeException> failures = List.of(
                new TransportException(Kind.INVALID_REQUEST, "INVALID_ARGUMENT", "no", null),
                new TransportException(Kind.OVERLOADED, "RESOURCE_EXHAUSTED", "no", null),
                new TransportException(Kind.UNAVAILABLE, "UNAVAILABLE", "no", null)
                        .withRetryAfter(Duration.ofMillis(-1)),
                new IllegalArgumentException("no"));
        List<RuntimeException> left = new ArrayList<>(failures);
        HeldSink sink = HeldSink.single().answering(events -> CompletableFuture.failedFuture(left.remove(0)));
        FeatureClient client = open(with(sink));

        log(client, 0, 4);

        assertThat(sink.seen()).hasSize(4);
        assertThat(counts.failed()).isEqualTo(4);
        assertThat(counts.count("failed/INVALID_ARGUMENT")).isEqualTo(1);
        assertThat(counts.count("failed/other")).isEqualTo(1);
        counts.assertBalanced();
    }

    @Test
    void timeThatTheTargetNames_isWaited() {
        HeldSink sink = HeldSink.single();
        FeatureClient client = open(with(sink));
        log(client, 0, 1);

        sink.held()
                .get(0)
                .future()
                .completeExceptionally(new TransportException(Kind.OVERLOADED, "429", "later", null)
                        .withRetryAfter(Duration.ofSeconds(7)));

        time.advance(Duration.ofMillis(6_999));
        assertThat(sink.held()).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(sink.held()).hasSize(2);
    }

    @Test
    void batchThatFailsInPart_isCountedAndSentAgainInPart() {
        HeldSink sink = new HeldSink(4, 1);
        FeatureClient client = open(with(sink));
        log(client, 0, 5);
        sink.held().get(0).future().complete(SendResult.allSent());

        sink.held()
                .get(1)
                .future()
                .complete(SendResult.failed(Map.of(1, new IllegalArgumentException("no"), 2, down())));

        assertThat(counts.sent()).isEqualTo(3);
        assertThat(counts.failed()).isEqualTo(1);
        time.advance(Duration.ofMillis(75));
        assertThat(sink.held().get(2).entities()).containsExactly("e3");
        sink.held().get(2).future().complete(SendResult.allSent());
        counts.assertBalanced();
    }

    @Test
    void sendWithoutAnAnswer_isCancelled_andMadeAgain() {
        HeldSink sink = HeldSink.single();
        FeatureClient client = open(with(sink, "MAX_ATTEMPTS", "2", "SEND_TIMEOUT", "3s"));
        log(client, 0, 1);

        time.advance(Duration.ofMillis(2_999));
        assertThat(sink.held().get(0).future()).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(sink.held().get(0).future()).isCancelled();
        time.advance(Duration.ofMillis(75));
        assertThat(sink.held()).hasSize(2);
        time.advance(Duration.ofSeconds(3));

        assertThat(sink.held().get(1).future()).isCancelled();
        assertThat(counts.count("failed/timeout")).isEqualTo(1);
        counts.assertBalanced();
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void sinkThatThrowsOrAnswersNothing_harmsNobody() {
        List<String> turns = new ArrayList<>();
        HeldSink sink = HeldSink.single().answering(events -> {
            turns.add(events.get(0).entity());
            if (turns.size() == 1) {
                throw new IllegalStateException("thrown");
            }
            return turns.size() == 2 ? CompletableFuture.completedFuture(null) : HeldSink.ok();
        });
        FeatureClient client = open(with(sink));

        log(client, 0, 3);

        assertThat(counts.failed()).isEqualTo(2);
        assertThat(counts.sent()).isEqualTo(1);
        counts.assertBalanced();
    }

    @Test
    void executorThatRefuses_delaysOnly() {
        HeldSink sink = HeldSink.single().answering(events -> HeldSink.ok());
        boolean[] full = {true};
        FeatureClient client = open(with(sink).executor(task -> {
            if (full[0]) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        }));

        log(client, 0, 1);
        assertThat(sink.seen()).isEmpty();
        full[0] = false;
        time.advance(Duration.ofMillis(10));

        assertThat(counts.sent()).isEqualTo(1);
        counts.assertBalanced();
    }

    @Test
    void close_sendsWhatIsHeld_endsTheSink_andCountsWhatComesLater() {
        HeldSink sink = new HeldSink(10, 1);
        FeatureClient client = open(with(sink));
        log(client, 0, 3);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);
        // The drain's limit and that of the send under way.
        eventually().until(() -> time.pendingTasks() == 2);
        assertThat(closing).isNotDone();
        log(client, 3, 4);

        sink.held().get(0).future().complete(SendResult.allSent());
        eventually().until(() -> sink.held().size() == 2);
        sink.held().get(1).future().complete(SendResult.allSent());
        done(closing);

        assertThat(sink.seen()).containsExactly("e0", "e1", "e2");
        assertThat(counts.sent()).isEqualTo(3);
        assertThat(counts.count("dropped/closed")).isEqualTo(1);
        assertThat(sink.closes()).isEqualTo(1);
        log(client, 4, 5);
        assertThat(counts.count("dropped/closed")).isEqualTo(2);
        counts.assertBalanced();
    }

    @Test
    void closeThatCannotDrain_dropsWhatIsLeft_andCancelsWhatIsUnderWay() {
        HeldSink sink = HeldSink.single();
        FeatureClient client = open(with(sink, "DRAIN", "1m", "SEND_TIMEOUT", "1h"));
        log(client, 0, 4);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);
        eventually().until(() -> time.pendingTasks() == 2);
        sink.held().get(0).future().complete(SendResult.allSent());
        time.advance(Duration.ofSeconds(59));
        assertThat(closing).isNotDone();

        time.advance(Duration.ofSeconds(1));
        done(closing);

        assertThat(counts.sent()).isEqualTo(1);
        assertThat(counts.count("dropped/drain")).isEqualTo(3);
        assertThat(sink.held().get(1).future()).isCancelled();
        counts.assertBalanced();
    }

    @Test
    void closeDuringABackoff_dropsWhatIsToBeSentAgain() {
        HeldSink sink = HeldSink.single();
        FeatureClient client = open(with(sink, "DRAIN", "1ms"));
        log(client, 0, 1);
        sink.held().get(0).future().completeExceptionally(down());

        client.close();
        time.advance(Duration.ofHours(1));

        assertThat(sink.held()).hasSize(1);
        assertThat(counts.count("dropped/drain")).isEqualTo(1);
        counts.assertBalanced();
    }

    @Test
    void closeOfAHungSink_countsItsEventsAsDropped_whateverItSaysLater() {
        HeldSink sink = HeldSink.single();
        FeatureClient client = open(with(sink, "DRAIN", "1ms"));
        log(client, 0, 3);

        client.close();
        boolean taken = sink.held().get(0).future().complete(SendResult.allSent());

        assertThat(taken).isFalse();
        assertThat(counts.count("dropped/drain")).isEqualTo(3);
        counts.assertBalanced();
    }

    @Test
    void eventThatIsOfferedWhileTheClientIsClosed_isCounted() throws Exception {
        CountDownLatch offering = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        // The log asks for the caller's span when it has found itself open.
        Span slow = (Span) Proxy.newProxyInstance(
                Span.class.getClassLoader(), new Class<?>[] {Span.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    offering.countDown();
                    assertThat(closed.await(60, TimeUnit.SECONDS)).isTrue();
                    return SpanContext.getInvalid();
                });
        FeatureClient client =
                open(with(HeldSink.single()).openTelemetry(OpenTelemetry.propagating(ContextPropagators.noop())));
        Thread thread = new Thread(Context.root().with(slow).wrap(() -> log(client, 0, 1)));
        thread.start();
        assertThat(offering.await(60, TimeUnit.SECONDS)).isTrue();

        client.close();
        closed.countDown();
        thread.join();

        assertThat(counts.count("dropped/drain")).isEqualTo(1);
        counts.assertBalanced();
    }

    @Test
    void sharedSink_outlivesItsClients() {
        HeldSink sink = HeldSink.single().answering(events -> HeldSink.ok());
        PredictionSink shared = PredictionSink.shared(sink);
        FeatureClient client = open(with(shared));
        log(client, 0, 1);

        client.close();

        assertThat(sink.seen()).containsExactly("e0");
        assertThat(sink.closes()).isZero();
    }

    @Test
    void clientThatIsNotBuilt_closesTheSink() {
        HeldSink sink = HeldSink.single();

        assertThatThrownBy(() -> with(sink, "MAX_EVENTS", "0").build())
                .hasMessageContaining("setting 'prediction-log.max-events'");

        assertThat(sink.closes()).isEqualTo(1);
    }

    @Test
    void readsAndVectors_areNotHeldUpByAHungSink() {
        FeatureClient client = open(with(HeldSink.single(), "MAX_EVENTS", "1", "DRAIN", "1ms"));

        log(client, 0, 1_000);

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
        assertThat(counts.dropped()).isEqualTo(999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "error"})
    void sinkThatBreaksItsContract_losesThoseEventsAndNoOthers(String how) {
        boolean[] broken = {true};
        FeatureClient client = open(with(new BrokenSink(() -> {
            if (!broken[0]) {
                return HeldSink.ok();
            }
            if (how.equals("error")) {
                throw new NoClassDefFoundError("a driver");
            }
            return null;
        })));
        log(client, 0, 2);
        broken[0] = false;
        log(client, 2, 3);

        assertThat(counts.sent()).isEqualTo(1);
        assertThat(counts.count("failed/other")).isEqualTo(2);
        assertThat(counts.size()).isZero();
        counts.assertBalanced();
    }

    @Test
    void wishToWaitForever_isFollowedForAMinute() {
        boolean[] broken = {true};
        FeatureClient client = open(with(new BrokenSink(() -> broken[0]
                ? CompletableFuture.failedFuture(down().withRetryAfter(Duration.ofSeconds(Long.MAX_VALUE)))
                : HeldSink.ok())));
        log(client, 0, 1);
        broken[0] = false;

        time.advance(Duration.ofSeconds(59));
        assertThat(counts.sent()).isZero();
        time.advance(Duration.ofSeconds(1));
        assertThat(counts.sent()).isEqualTo(1);
        counts.assertBalanced();
    }

    /** Does what it is told, also what no sink may. */
    private record BrokenSink(Supplier<CompletableFuture<SendResult>> answer) implements PredictionSink {
        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public CompletableFuture<SendResult> send(List<Prediction> events) {
            return answer.get();
        }

        @Override
        public void close() {}
    }
}
