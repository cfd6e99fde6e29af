package dev.plumbline.verify;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.ClientSettings;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureVector;
import dev.plumbline.OnlineVectorizer;
import dev.plumbline.Request;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import dev.plumbline.grpc.GrpcPredictionSink;
import dev.plumbline.log.FeatureLog;
import dev.plumbline.log.FeatureLogFiles;
import dev.plumbline.log.FeatureLogSink;
import dev.plumbline.log.FeatureRecord;
import dev.plumbline.log.LoggedVector;
import dev.plumbline.log.Prediction;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import dev.plumbline.transport.FeatureTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guides on the logs: their code is compiled and does what they say; their tables hold the code's own settings. */
final class LogGuidesTest {
    private static final Path PREDICTIONS = Path.of("..", "docs", "prediction-log.md");
    private static final Path FEATURES = Path.of("..", "docs", "feature-log.md");
    private static final List<Path> SOURCES = List.of(
            Path.of("src", "test", "java", "dev", "plumbline", "verify", "LogGuidesTest.java"),
            Path.of("..", "examples", "quickstart", "src", "main", "java", "dev", "plumbline", "examples", "quickstart")
                    .resolve("RedisStreamSink.java"));
    private static final TransformSpec SPEC = TransformSpec.parse("""
            plumbline: 1
            name: delays
            version: "1"
            semantics: 1
            output: {name: x, type: f32, layout: dense}
            inputs:
              delay: {type: f64, from: "airport_delays:mean_delay"}
            features:
              - {name: delay, input: delay, steps: [{zscore: {mean: 1, std: 3}}]}
            """, "delays.yaml");

    @TempDir
    Path directory;

    private final InMemoryFeatureStore store = InMemoryFeatureStore.create();
    private final FeatureView view = FeatureView.builder("airport_delays", "airport")
            .feature("mean_delay", FLOAT64)
            .build();

    @Test
    void predictions_areLoggedAsTheGuideSays() {
        FeatureTransport transport = store.transport();
        // tag::predictions[]
        FeatureClient client = FeatureClient.builder(transport)
                .views(view)
                .predictionLog(GrpcPredictionSink.to("dns:///dal:50051"))
                .build();
        client.logPrediction(Prediction.of("DFW", "delay-2026-01", "p_late", 0.83));
        // end::predictions[]
        client.close();
        // tag::channel[]
        GrpcPredictionSink sink = GrpcPredictionSink.builder("dns:///dal:50051")
                .channel(options -> options.tls().servicePath("com.mycorp.dal.FeatureService"))
                .maxConcurrentCalls(32)
                .callTimeout(Duration.ofMillis(500))
                .build();
        // end::channel[]
        assertThat(sink.maxSends()).isEqualTo(32);
        sink.close();
    }

    @Test
    void servedVectors_areLoggedAndReplayedAsTheGuideSays() {
        FeatureTransport transport = store.transport();
        TransformSpec spec = SPEC;
        store.put(view, EntityKey.of("DFW"), Map.of("mean_delay", 3.7));
        // tag::options[]
        FeatureLogSink files = FeatureLogFiles.builder(directory)
                .maxFileBytes(256L << 20)
                .maxFileAge(Duration.ofMinutes(15))
                .fsync(FeatureLogFiles.Fsync.EACH_BATCH)
                .build();
        // end::options[]
        files.close();
        // tag::features[]
        FeatureClient client = FeatureClient.builder(transport)
                .views(view)
                .featureLog(FeatureLogFiles.in(directory), 0.05)
                .build();
        OnlineVectorizer model = client.vectorizer(spec);
        FeatureVector vector = model.vector(Request.of("airport", "DFW").withId("request-17"));
        // end::features[]
        client.close();
        try (FeatureClient all = FeatureClient.builder(store.transport())
                .views(view)
                .settings(ClientSettings.of(Map.of("feature-log.rate", "1")))
                .featureLog(FeatureLogFiles.in(directory), 0.05)
                .build()) {
            all.vectorizer(spec).vector(Request.of("airport", "DFW"));
        }
        // tag::replay[]
        Vectorizer vectorizer = spec.vectorizer();
        float[] again = new float[vectorizer.width()];
        try (Stream<FeatureRecord> records = FeatureLog.read(directory)) {
            records.filter(record -> record.fingerprint().equals(spec.fingerprint()))
                    .forEach(record -> {
                        vectorizer.transform(record.inputs(vectorizer), again, 0);
                        LoggedVector replayed = LoggedVector.ofFloat32s(again.length, null, again);
                        if (record.vector().firstDifference(replayed).isPresent()) {
                            throw new IllegalStateException("another vector than was served: " + record);
                        }
                    });
        }
        // end::replay[]
        assertThat(again).containsExactly(vector.float32s());
    }

    @Test
    void lineOfTheGuide_isARecord() throws Exception {
        Matcher line = Pattern.compile("```json\n(.*?)\n```", Pattern.DOTALL).matcher(Files.readString(FEATURES));
        assertThat(line.find()).isTrue();
        Path file = Files.writeString(directory.resolve("features-guide.jsonl"), line.group(1) + "\n");

        try (Stream<FeatureRecord> records = FeatureLog.read(file)) {
            FeatureRecord record = records.toList().get(0);
            assertThat(record.inputs())
                    .extracting(FeatureRecord.Input::state)
                    .containsExactly(ValueState.PRESENT, ValueState.NAN, ValueState.NOT_FOUND);
            assertThat(record.inputs().get(0).value()).isEqualTo(9007199254740993L);
            assertThat(Float.floatToRawIntBits(record.vector().float32s()[0]))
                    .isEqualTo(Float.floatToRawIntBits(-0.0f));
        }
    }

    @Test
    void settings_ofTheGuides_areSettingsOfTheClient() throws Exception {
        Map<String, String> told = new HashMap<>();
        for (Path guide : List.of(PREDICTIONS, FEATURES)) {
            Matcher row = Pattern.compile("(?m)^\\| `([a-z-]+\\.[a-z-]+)` \\| (\\S+) \\|")
                    .matcher(Files.readString(guide));
            while (row.find()) {
                told.put(row.group(1), row.group(2));
            }
        }
        assertThat(told).hasSize(13);
        FeatureClient.builder(store.transport())
                .views(view)
                .settings(ClientSettings.of(told))
                .build()
                .close();
    }

    @Test
    void blocks_ofTheGuides_areThisCode() throws Exception {
        List<String> blocks = new ArrayList<>();
        for (Path guide : List.of(PREDICTIONS, FEATURES)) {
            Matcher block =
                    Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL).matcher(Files.readString(guide));
            while (block.find()) {
                blocks.add(block.group(1));
            }
        }
        List<String> tagged = new ArrayList<>();
        for (Path source : SOURCES) {
            Matcher tag = Pattern.compile("// tag::(\\w+)\\[\\]\n(.*?)\n *// end::\\1\\[\\]", Pattern.DOTALL)
                    .matcher(Files.readString(source));
            while (tag.find()) {
                tagged.add(tag.group(2).stripIndent().strip());
            }
        }
        assertThat(blocks).containsExactlyInAnyOrderElementsOf(tagged).hasSize(6);
    }
}
