package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.log.FeatureLog;
import dev.plumbline.log.FeatureLogFiles;
import dev.plumbline.log.FeatureLogSink;
import dev.plumbline.log.FeatureRecord;
import dev.plumbline.log.LoggedVector;
import dev.plumbline.log.SendResult;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transform.TransformException;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is logged of served vectors, and that it can be replayed. */
final class FeatureLoggingTest {
    private static final FeatureView ALL = FeatureView.builder("everything", "entity")
            .feature("n", FeatureType.FLOAT64)
            .feature("i", FeatureType.INT64)
            .feature("s", FeatureType.STRING)
            .feature("v", FeatureType.vectorOf(FeatureType.FLOAT32, 2))
            .maxAge(Duration.ofHours(1))
            .build();
    private static final TransformSpec STATES = TransformSpec.parse("""
            plumbline: 1
            name: states
            version: "7"
            semantics: 1
            output: {name: x, type: f32, layout: dense}
            policy: {missing: error, nan: keep, inf: keep, stale: use, error: missing}
            inputs:
              n: {type: f64, from: "everything:n"}
              i: {type: i64, from: "everything:i", ttl: 10m}
              s: {type: string, from: "everything:s"}
              v: {type: "vector<f32,2>", from: "everything:v"}
              asked: {type: i64, from: request}
            features:
              - {name: n_gone, input: n, steps: [{is_missing: {states: [not_found, error]}}]}
              - {name: n, input: n, steps: [{impute: {value: -3}}]}
              - {name: i_stale, input: i, steps: [{is_missing: {states: [stale]}}]}
              - {name: i, input: i, steps: [{impute: {value: -1}}]}
              - {name: s_null, input: s, steps: [{is_missing: {states: ["null"]}}]}
              - {name: v_gone, input: v, steps: [{is_missing: {states: [not_found, error, "null"]}}]}
              - {name: asked, input: asked, steps: [{impute: {value: 0}}]}
            """, "states.yaml");

    @TempDir
    Path directory;

    private final FixedTransport transport = new FixedTransport(VectorizerFixture.micros(VectorizerFixture.NOW));

    /** Keeps all. */
    private static final class KeepingSink implements FeatureLogSink {
        final Queue<FeatureRecord> records = new ConcurrentLinkedQueue<>();

        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public CompletableFuture<SendResult> send(List<FeatureRecord> events) {
            records.addAll(events);
            return CompletableFuture.completedFuture(SendResult.allSent());
        }

        @Override
        public void close() {}
    }

    private FeatureClient client(FeatureLogSink sink, double rate) {
        return FeatureClient.builder(transport)
                .views(VectorizerFixture.AIRPORTS, ALL)
                .environment(Map.of())
                .clock(() -> VectorizerFixture.NOW)
                .featureLog(sink, rate)
                .build();
    }

    private List<FeatureRecord> logged(KeepingSink sink, FeatureClient client) {
        client.close();
        return new ArrayList<>(sink.records);
    }

    private void put(String entity, @Nullable Object number, @Nullable Object integer, long ageSeconds) {
        transport.put(EntityKey.of(entity), row -> {
            row.eventTimeMicros(VectorizerFixture.micros(VectorizerFixture.NOW.minusSeconds(ageSeconds)));
            if (number instanceof Double value) {
                row.putFloat64(0, value);
            }
            if (integer instanceof Long value) {
                row.putInt64(1, value);
            }
            row.putState(2, ValueState.NULL);
        });
    }

    private static LoggedVector replay(FeatureRecord record, Vectorizer vectorizer) {
        float[] out = new float[vectorizer.width()];
        vectorizer.transform(record.inputs(vectorizer), out, 0);
        return LoggedVector.ofFloat32s(out.length, null, out);
    }

    @Test
    void servedVectors_areReplayedFromTheirFiles_toTheBit_inAllStates() {
        put("present", 0.1, (1L << 53) - 1, 1);
        put("minus", -0.0, 1 - (1L << 53), 1);
        put("nan", Double.NaN, 1L, 1);
        put("infinite", Double.NEGATIVE_INFINITY, 1L, 1);
        put("stale", 1e300 / 3, 7L, 7_200);
        put("old", 2.0, 7L, 1_200);
        put("partial", null, null, 1);
        List<String> entities =
                List.of("present", "minus", "nan", "infinite", "stale", "old", "partial", "nobody", "DOWN");
        List<FeatureVector> served = new ArrayList<>();
        try (FeatureClient client = client(FeatureLogFiles.in(directory), 1)) {
            OnlineVectorizer model = client.vectorizer(STATES);
            for (String entity : entities) {
                try {
                    served.add(model.vector(Request.of("entity", entity, "asked", served.size())));
                } catch (TransformException e) {
                    // 1e300 is beyond the floats of the output.
                    assertThat(entity).isEqualTo("stale");
                }
            }
            served.addAll(
                    List.of(model.vectorAsync(Request.of("entity", "present")).join()));
            served.addAll(List.of(model.vectors(List.of(Request.of("entity", "present", "asked", null)))
                    .get(0)));
        }

        Vectorizer vectorizer = STATES.vectorizer();
        Set<ValueState> states = new java.util.HashSet<>();
        try (Stream<FeatureRecord> records = FeatureLog.read(directory)) {
            int[] next = {0};
            records.forEach(record -> {
                record.inputs().forEach(input -> states.add(input.state()));
                float[] values = served.get(next[0]++).float32s();
                assertThat(record.vector().firstDifference(LoggedVector.ofFloat32s(values.length, null, values)))
                        .isEmpty();
                assertThat(replay(record, vectorizer).firstDifference(record.vector()))
                        .as(record.inputs().toString())
                        .isEmpty();
            });
            assertThat(next[0]).isEqualTo(served.size());
        }
        assertThat(states).containsExactlyInAnyOrder(ValueState.values());
    }

    private static final Request REQUEST = Request.of("origin", "DFW", "destination", "ORD", "distance", 802);

    private void airports() {
        for (String airport : List.of("DFW", "ORD")) {
            transport.put(EntityKey.of(airport), row -> {
                row.eventTimeMicros(VectorizerFixture.micros(VectorizerFixture.NOW.minusSeconds(30)));
                row.putInt64(0, 100);
                row.putFloat64(1, 2.5);
            });
        }
    }

    @Test
    void record_saysWhatWasServedToWhom() {
        airports();
        KeepingSink sink = new KeepingSink();
        FeatureClient client = client(sink, 1);
        TransformSpec spec = VectorizerFixture.twoAirports("");
        client.vectorizer(spec).vector(REQUEST.withId("r-1"));
        client.vectorizer(spec).vector(REQUEST);

        List<FeatureRecord> records = logged(sink, client);

        assertThat(records).hasSize(2);
        FeatureRecord record = records.get(0);
        assertThat(record.spec()).isEqualTo("delays");
        assertThat(record.version()).isEqualTo("1");
        assertThat(record.fingerprint()).isEqualTo(spec.fingerprint());
        assertThat(record.bindingHash()).isEqualTo(spec.bindingHash());
        assertThat(record.servedAt()).isEqualTo(VectorizerFixture.NOW);
        assertThat(record.requestId()).contains("r-1");
        assertThat(records.get(1).requestId()).isEmpty();
        assertThat(record.degraded()).isFalse();
        assertThat(record.oldestAge()).isEqualTo(Duration.ofSeconds(30));
        assertThat(record.sources())
                .containsExactly(
                        new FeatureRecord.Source(
                                "origin",
                                "airports",
                                EntityKey.of("DFW"),
                                RowStatus.PRESENT,
                                Freshness.FRESH,
                                java.util.Optional.of(VectorizerFixture.NOW.minusSeconds(30)),
                                Duration.ofSeconds(30)),
                        new FeatureRecord.Source(
                                "destination",
                                "airports",
                                EntityKey.of("ORD"),
                                RowStatus.PRESENT,
                                Freshness.FRESH,
                                java.util.Optional.of(VectorizerFixture.NOW.minusSeconds(30)),
                                Duration.ofSeconds(30)));
        assertThat(record.inputs())
                .contains(
                        new FeatureRecord.Input("from_delay", FeatureType.FLOAT64, ValueState.PRESENT, 2.5, 30_000_000),
                        new FeatureRecord.Input(
                                "to_gates", FeatureType.FLOAT64, ValueState.NOT_FOUND, null, 30_000_000),
                        new FeatureRecord.Input("distance", FeatureType.FLOAT64, ValueState.PRESENT, 802.0, -1));
        assertThat(record.toString()).doesNotContain("DFW").doesNotContain("802");
    }

    private Set<String> loggedEntities(double rate, String version) {
        KeepingSink sink = new KeepingSink();
        FeatureClient client = client(sink, rate);
        OnlineVectorizer model =
                client.vectorizer(TransformSpec.parse(STATES.text().replace("\"7\"", version), "states.yaml"));
        IntStream.range(0, 1_000).forEach(i -> model.vector(Request.of("entity", "e" + i)));
        return logged(sink, client).stream()
                .map(record -> record.sources().get(0).key().text(0))
                .collect(Collectors.toSet());
    }

    @Test
    void sampledKeys_areTheSameInEveryProcessAndVersion_andMoreAtAHigherRate() {
        Set<String> tenth = loggedEntities(0.1, "\"7\"");

        assertThat(tenth).hasSizeBetween(60, 140);
        assertThat(loggedEntities(0.1, "\"8\"")).isEqualTo(tenth);
        assertThat(loggedEntities(0.3, "\"7\"")).containsAll(tenth).hasSizeBetween(240, 360);
        assertThat(loggedEntities(0, "\"7\"")).isEmpty();
        assertThat(loggedEntities(1, "\"7\"")).hasSize(1_000);
    }

    @Test
    void vectorsThatAreRefusedOrExplained_areNotLogged() {
        airports();
        KeepingSink sink = new KeepingSink();
        FeatureClient client = client(sink, 1);
        OnlineVectorizer model = client.vectorizer(VectorizerFixture.twoAirports(""));

        model.explain(REQUEST, 0);
        assertThatThrownBy(() -> model.vector(Request.of("origin", "DFW", "destination", "ORD")))
                .isInstanceOf(TransformException.class);

        assertThat(logged(sink, client)).isEmpty();
    }

    @Test
    void sinkThatThrows_harmsNoVector() {
        airports();
        FeatureClient client = client(
                new FeatureLogSink() {
                    @Override
                    public void start(ClientRuntime runtime) {}

                    @Override
                    public CompletableFuture<SendResult> send(List<FeatureRecord> events) {
                        throw new IllegalStateException("no");
                    }

                    @Override
                    public void close() {
                        throw new IllegalStateException("no");
                    }
                },
                1);

        assertThat(client.vectorizer(VectorizerFixture.twoAirports(""))
                        .vector(REQUEST)
                        .width())
                .isEqualTo(4);
        client.close();
    }

    @Test
    void rateOutOfRange_isRefusedBySetting() {
        KeepingSink sink = new KeepingSink();
        assertThatThrownBy(() -> client(sink, 1.5)).hasMessageContaining("'feature-log.rate'");
        assertThatThrownBy(() -> client(sink, Double.NaN)).hasMessageContaining("'feature-log.rate'");
    }
}
