package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.ModelMismatchException;
import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.model.ModelFileException;
import dev.plumbline.transform.model.ServedModel;
import dev.plumbline.transform.model.SideFile;
import dev.plumbline.transform.model.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide on model fingerprints: its code, run, and its words, held against the code. */
final class ModelFingerprintGuideTest {
    private record Trained(Path file) implements AutoCloseable {
        float predict(float[] x) {
            return x[0] + x[1];
        }

        @Override
        public void close() {}
    }

    private static final Request REQUEST = Request.of("origin", "DFW", "destination", "ORD", "distance", 802);

    private final VectorizerFixture fixture = new VectorizerFixture();
    private final FeatureClient client = fixture.client;

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(
                directory.resolve("delays.yaml"),
                VectorizerFixture.twoAirports("").text());
        Files.writeString(directory.resolve("delays.ubj"), "a model");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void train(Map<Long, Long> rowsByFingerprint) {
        Path specFile = directory.resolve("delays.yaml");
        Path modelFile = directory.resolve("delays.ubj");
        // tag::training[]
        TransformSpec spec = TransformSpec.load(specFile);
        TrainingTable.requireSpec(spec, rowsByFingerprint); // PLB-402 if other specs made some of the rows
        // ... train, save the model, then:
        SideFile.write(modelFile, ModelStamp.of(spec).named("delays-2026-07"));
        // end::training[]
    }

    private OnlineVectorizer start() {
        Path specFile = directory.resolve("delays.yaml");
        Path modelFile = directory.resolve("delays.ubj");
        // tag::serving[]
        ModelStamp stamp = SideFile.read(modelFile); // PLB-404 if this is not the model that was stamped
        TransformSpec spec = TransformSpec.load(specFile);
        OnlineVectorizer vectorizer = client.vectorizer(spec).requireModel(stamp); // PLB-401 if it had another spec
        // end::serving[]
        return vectorizer;
    }

    private float answer(ServedModel<OnlineVectorizer, Trained> served, Request request) {
        // tag::request[]
        ServedModel.Pair<OnlineVectorizer, Trained> pair = served.current(); // once for each request
        float answer = pair.model().predict(pair.vectorizer().vector(request).float32s());
        // end::request[]
        return answer;
    }

    private Trained reload(
            ServedModel<OnlineVectorizer, Trained> served,
            OnlineVectorizer vectorizer,
            Trained model,
            ModelStamp stamp) {
        // tag::reload[]
        ServedModel.Pair<OnlineVectorizer, Trained> old = served.swap(vectorizer, model, stamp); // or PLB-401
        // end::reload[]
        return old.model();
    }

    @Test
    void guide_fromTrainingToServing_works() {
        TransformSpec spec = VectorizerFixture.twoAirports("");
        train(Map.of(spec.fingerprintPrefix(), 1000L));
        OnlineVectorizer vectorizer = start();
        ModelStamp stamp = SideFile.read(directory.resolve("delays.ubj"));
        Trained first = new Trained(directory.resolve("delays.ubj"));
        ServedModel<OnlineVectorizer, Trained> served =
                ServedModel.of(OnlineVectorizer::spec, vectorizer, first, stamp);

        assertThat(answer(served, REQUEST)).isEqualTo(0.75f + 4.5f);
        assertThat(reload(served, vectorizer, new Trained(Path.of("next")), stamp))
                .isSameAs(first);
        assertThat(served.current().model().file()).isEqualTo(Path.of("next"));
    }

    @Test
    void guide_serviceWithAnotherSpec_doesNotStart() throws Exception {
        TransformSpec spec = VectorizerFixture.twoAirports("");
        train(Map.of(spec.fingerprintPrefix(), 1000L));
        Files.writeString(directory.resolve("delays.yaml"), spec.text().replace("std: 2", "std: 2.5"));

        assertThatThrownBy(this::start)
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageStartingWith("PLB-401 model delays-2026-07 was trained with delays ")
                .hasMessageContaining("first difference: features[0].steps[1].zscore.std 2 -> 2.5;");
    }

    @Test
    void guide_exchangedModel_doesNotStart() throws Exception {
        TransformSpec spec = VectorizerFixture.twoAirports("");
        train(Map.of(spec.fingerprintPrefix(), 1000L));
        Files.writeString(directory.resolve("delays.ubj"), "a mOdel");

        assertThatThrownBy(this::start).isInstanceOf(ModelFileException.class).hasMessageStartingWith("PLB-404 ");
    }

    @Test
    void requireModel_reboundSource_isTakenByNameOnly() {
        TransformSpec spec = VectorizerFixture.twoAirports("");
        TransformSpec trained = TransformSpec.parse(
                spec.text().replace("origin: {view: airports", "origin: {view: airfields"), "delays.yaml");
        OnlineVectorizer vectorizer = client.vectorizer(spec);

        assertThatThrownBy(() -> vectorizer.requireModel(ModelStamp.of(trained)))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("first difference: sources.origin.view airfields -> airports;");
        assertThat(vectorizer.requireModel(ModelStamp.of(trained), Set.of("origin")))
                .isSameAs(vectorizer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"training", "serving", "request", "reload"})
    void guide_quotesThisCode(String tag) throws Exception {
        String code = Files.readString(Path.of("src/test/java/dev/plumbline/ModelFingerprintGuideTest.java"));
        int from = code.indexOf('\n', code.indexOf("// tag::" + tag + "[]")) + 1;
        int to = code.lastIndexOf('\n', code.indexOf("// end::" + tag + "[]"));
        String quoted = code.substring(from, to).stripIndent().strip();

        assertThat(quoted).isNotEmpty();
        assertThat(Files.readString(Path.of("../docs/model-fingerprint.md"))).contains("```java\n" + quoted + "\n```");
    }

    @Test
    void reference_listsEveryCodeOfTheGuide() throws Exception {
        String reference = Files.readString(Path.of("../docs/spec-reference.md"));

        assertThat(Stream.of("PLB-401", "PLB-402", "PLB-403", "PLB-404", "PLB-405"))
                .allSatisfy(code -> assertThat(reference).contains("| " + code + " |"));
    }
}
