package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.log.Prediction;
import dev.plumbline.log.SendResult;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ManualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The log against a model of it: what is sent in which order, what is dropped, what is held, after every step. */
final class PredictionQueuePropertyTest {
    private static final int MAX_EVENTS = 6;
    private static final int MAX_ATTEMPTS = 2;

    /** What happens next: an event of a weight is offered, or a send that is under way is answered. */
    record Step(Kind kind, int choice) {
        enum Kind {
            OFFER,
            OK,
            FAIL,
            FAIL_FOR_NOW,
            FAIL_IN_PART,
            WAIT
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step.Kind> kinds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.just(Step.Kind.OFFER)),
                net.jqwik.api.Tuple.of(4, Arbitraries.of(Step.Kind.class)));
        return net.jqwik.api.Combinators.combine(kinds, Arbitraries.integers().between(0, 40))
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }

    @Property(tries = 400)
    void logDoesWhatItsModelDoes(
            @ForAll("steps") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 3) int maxBatch,
            @ForAll @IntRange(min = 1, max = 3) int maxSends,
            @ForAll boolean dropOldest) {
        int room = 6 * prediction(0, 10).octets();
        Model model = new Model(maxBatch, maxSends, room, dropOldest);
        HeldSink sink = new HeldSink(maxBatch, maxSends);
        ManualTime time = ManualTime.create();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        LogCounts counts = new LogCounts(meters, "predictions");
        try (FeatureClient client = FeatureClient.builder(
                        InMemoryFeatureStore.create().transport())
                .views(ClientTest.AIRPORT)
                .ticker(time)
                .clock(time)
                .scheduler(time)
                .executor(Runnable::run)
                .random(() -> 0.5)
                .meters(meters)
                .environment(Map.of(
                        "PLUMBLINE_PREDICTION_LOG_MAX_EVENTS",
                        Integer.toString(MAX_EVENTS),
                        "PLUMBLINE_PREDICTION_LOG_MAX_BYTES",
                        Integer.toString(room),
                        "PLUMBLINE_PREDICTION_LOG_MAX_ATTEMPTS",
                        Integer.toString(MAX_ATTEMPTS),
                        "PLUMBLINE_PREDICTION_LOG_SEND_TIMEOUT",
                        "1h",
                        "PLUMBLINE_PREDICTION_LOG_DRAIN",
                        "1ms",
                        "PLUMBLINE_PREDICTION_LOG_DROP",
                        dropOldest ? "oldest" : "newest"))
                .predictionLog(sink)
                .build()) {
            for (int i = 0; i < steps.size(); i++) {
                take(steps.get(i), i, client, sink, time, model);
                check(model, sink, counts);
            }
        }
        counts.assertBalanced();
        assertThat(counts.count("dropped/drain")).isEqualTo(model.held.size());
    }

    private static Prediction prediction(int number, int length) {
        return Prediction.of(String.format("%02d", number) + "x".repeat(length), "v1", "delay", 0.5);
    }

    private static void take(Step step, int number, FeatureClient client, HeldSink sink, ManualTime time, Model model) {
        if (step.kind() == Step.Kind.OFFER) {
            Prediction prediction = prediction(number, step.choice() * 10);
            client.logPrediction(prediction);
            model.offer(prediction);
            return;
        }
        if (step.kind() == Step.Kind.WAIT) {
            time.advance(Duration.ofSeconds(1));
            model.retry();
            return;
        }
        List<HeldSink.Sent> open =
                sink.held().stream().filter(sent -> !sent.future().isDone()).toList();
        if (open.isEmpty()) {
            return;
        }
        HeldSink.Sent sent = open.get(step.choice() % open.size());
        // The model first: the answer brings about what it may do next.
        switch (step.kind()) {
            case OK -> {
                model.answer(sent.events(), false, 0);
                sent.future().complete(SendResult.allSent());
            }
            case FAIL -> {
                model.answer(sent.events(), false, sent.events().size());
                sent.future().completeExceptionally(new IllegalStateException("no"));
            }
            case FAIL_FOR_NOW -> {
                model.answer(sent.events(), true, sent.events().size());
                sent.future().completeExceptionally(new IOException("down"));
            }
            default -> {
                model.answer(sent.events(), false, 1);
                sent.future().complete(SendResult.failed(Map.of(0, new IllegalStateException("no"))));
            }
        }
    }

    private static void check(Model model, HeldSink sink, LogCounts counts) {
        assertThat(sink.held()).extracting(HeldSink.Sent::entities).isEqualTo(model.sends);
        assertThat(counts.offered()).isEqualTo(model.offered);
        assertThat(counts.sent()).isEqualTo(model.sent);
        assertThat(counts.failed()).isEqualTo(model.failed);
        assertThat(counts.dropped()).isEqualTo(model.dropped);
        assertThat(counts.size()).isEqualTo(model.held.size()).isLessThanOrEqualTo(MAX_EVENTS);
        assertThat(counts.octets()).isEqualTo(model.octets()).isLessThanOrEqualTo(model.room);
    }

    /** The same rules, told by lists. */
    private static final class Model {
        final List<List<String>> sends = new ArrayList<>();
        final List<Prediction> held = new ArrayList<>();
        final int room;
        int offered;
        int sent;
        int failed;
        int dropped;
        private final int maxBatch;
        private final int maxSends;
        private final boolean dropOldest;
        private final Deque<Prediction> waiting = new ArrayDeque<>();
        private final List<List<Prediction>> again = new ArrayList<>();
        private final IdentityHashMap<Prediction, Integer> attempts = new IdentityHashMap<>();
        private int underWay;

        Model(int maxBatch, int maxSends, int room, boolean dropOldest) {
            this.maxBatch = maxBatch;
            this.maxSends = maxSends;
            this.room = room;
            this.dropOldest = dropOldest;
        }

        int octets() {
            return held.stream().mapToInt(Prediction::octets).sum();
        }

        void offer(Prediction prediction) {
            offered++;
            if (prediction.octets() > room) {
                dropped++;
                return;
            }
            while (held.size() == MAX_EVENTS || octets() + prediction.octets() > room) {
                dropped++;
                if (!dropOldest || waiting.isEmpty()) {
                    return;
                }
                forget(waiting.remove());
            }
            held.add(prediction);
            waiting.add(prediction);
            send();
        }

        private void forget(Prediction prediction) {
            held.removeIf(other -> other == prediction);
        }

        private void send() {
            while (underWay < maxSends && !waiting.isEmpty()) {
                List<Prediction> batch = new ArrayList<>();
                while (batch.size() < maxBatch && !waiting.isEmpty()) {
                    batch.add(waiting.remove());
                }
                underWay++;
                start(batch);
            }
        }

        private void start(List<Prediction> batch) {
            batch.forEach(prediction -> attempts.merge(prediction, 1, Integer::sum));
            sends.add(batch.stream().map(Prediction::entity).collect(Collectors.toList()));
        }

        void answer(List<Prediction> batch, boolean mayPass, int failures) {
            if (mayPass && attempts.getOrDefault(batch.get(0), 0) < MAX_ATTEMPTS) {
                again.add(batch);
                return;
            }
            failed += failures;
            sent += batch.size() - failures;
            batch.forEach(this::forget);
            underWay--;
            send();
        }

        void retry() {
            again.forEach(this::start);
            again.clear();
        }
    }
}
