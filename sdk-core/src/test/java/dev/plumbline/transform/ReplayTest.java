package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.ValueState;
import dev.plumbline.log.FeatureLog;
import dev.plumbline.log.FeatureLogFiles;
import dev.plumbline.log.FeatureRecord;
import dev.plumbline.log.LoggedVector;
import dev.plumbline.runtime.ClientRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of any spec, logged in files and replayed: the same states and, to the bit, the same vectors. */
final class ReplayTest {
    private static final int SPECS = 300;
    private static final int ROWS = 10;

    @TempDir
    Path directory;

    private final List<FeatureRecord> written = new ArrayList<>();
    private final List<Vectorizer> vectorizers = new ArrayList<>();
    private final Map<ValueState, Integer> states = new EnumMap<>(ValueState.class);

    private static Optional<LoggedVector> vector(Vectorizer vectorizer, InputRow row) {
        try {
            if (vectorizer.isSparse()) {
                SparseVector out = vectorizer.newSparse();
                vectorizer.transform(row, out);
                return Optional.of(
                        vectorizer.isFloat32()
                                ? LoggedVector.ofFloat32s(vectorizer.width(), out.slots(), out.float32s())
                                : LoggedVector.ofFloat64s(vectorizer.width(), out.slots(), out.float64s()));
            }
            if (vectorizer.isFloat32()) {
                float[] out = new float[vectorizer.width()];
                vectorizer.transform(row, out, 0);
                return Optional.of(LoggedVector.ofFloat32s(out.length, null, out));
            }
            double[] out = new double[vectorizer.width()];
            vectorizer.transform(row, out, 0);
            return Optional.of(LoggedVector.ofFloat64s(out.length, null, out));
        } catch (TransformException e) {
            return Optional.empty();
        }
    }

    private void record(TransformSpec spec, Vectorizer vectorizer, InputRow row) {
        vector(vectorizer, row).ifPresent(vector -> {
            List<FeatureRecord.Input> inputs = new ArrayList<>();
            for (int i = 0; i < spec.inputs().size(); i++) {
                SpecInput input = spec.inputs().get(i);
                states.merge(row.state(i), 1, Integer::sum);
                inputs.add(new FeatureRecord.Input(
                        input.name(), input.type(), row.state(i), row.value(i), row.ageMicros(i)));
            }
            written.add(new FeatureRecord(
                    spec.name(),
                    spec.version(),
                    spec.fingerprint(),
                    spec.bindingHash(),
                    Instant.EPOCH.plusSeconds(written.size()),
                    Optional.empty(),
                    false,
                    Duration.ZERO,
                    List.of(),
                    inputs,
                    vector));
            vectorizers.add(vectorizer);
        });
    }

    private void write() throws Exception {
        FeatureLogFiles files = FeatureLogFiles.builder(directory).build();
        files.start(
                ClientRuntime.builder((task, delay) -> () -> {}, Runnable::run).build());
        for (int from = 0; from < written.size(); from += 500) {
            files.send(written.subList(from, Math.min(written.size(), from + 500)))
                    .get(60, TimeUnit.SECONDS);
        }
        files.close();
    }

    @Test
    void recordsThatAreReplayed_giveTheSameVectorsToTheBit() throws Exception {
        for (int seed = 0; seed < SPECS; seed++) {
            RandomSpecs random = new RandomSpecs(seed);
            TransformSpec spec = Specs.parse(random.spec(seed % 3 == 0 ? "f64" : "f32"));
            Vectorizer vectorizer = spec.vectorizer();
            Random odd = new Random(seed);
            for (int i = 0; i < ROWS; i++) {
                InputRow row = vectorizer.newInputs();
                if (i % 2 == 0) {
                    random.fill(row);
                } else {
                    RandomRow.fill(row, odd);
                }
                for (int input = 0; input < spec.inputs().size(); input++) {
                    row.setAgeMicros(input, odd.nextInt(100) - 1L);
                }
                record(spec, vectorizer, row);
            }
        }
        write();

        try (Stream<FeatureRecord> read = FeatureLog.read(directory)) {
            int[] next = {0};
            read.forEach(record -> {
                Vectorizer vectorizer = vectorizers.get(next[0]);
                FeatureRecord was = written.get(next[0]++);
                InputRow row = record.inputs(vectorizer);
                for (int i = 0; i < was.inputs().size(); i++) {
                    assertThat(row.state(i)).isEqualTo(was.inputs().get(i).state());
                    assertThat(row.ageMicros(i)).isEqualTo(was.inputs().get(i).ageMicros());
                }
                LoggedVector again = vector(vectorizer, row).orElseThrow();
                assertThat(record.vector().firstDifference(was.vector())).isEmpty();
                assertThat(again.firstDifference(was.vector()))
                        .as("record %d, spec %s", next[0] - 1, was.fingerprint())
                        .isEmpty();
            });
            assertThat(next[0]).isEqualTo(written.size()).isGreaterThan(500);
        }
        assertThat(states)
                .containsOnlyKeys(ValueState.values())
                .allSatisfy(
                        (state, count) -> assertThat(count).as(state.toString()).isGreaterThan(5));
    }

    @Test
    void recordOfAnotherSpec_isRefused() {
        TransformSpec spec = Specs.parse(new RandomSpecs(1).spec("f32"));
        Vectorizer other = Specs.parse(new RandomSpecs(2).spec("f32")).vectorizer();
        Vectorizer vectorizer = spec.vectorizer();
        for (int i = 0; written.isEmpty(); i++) {
            InputRow row = vectorizer.newInputs();
            new RandomSpecs(i).fill(row);
            record(spec, vectorizer, row);
        }

        assertThatThrownBy(() -> written.get(0).inputs(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(spec.fingerprint())
                .hasMessageContaining(other.fingerprint());
    }
}
