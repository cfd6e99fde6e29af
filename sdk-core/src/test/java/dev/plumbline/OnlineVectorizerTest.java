package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.Explanation;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformException;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OnlineVectorizerTest {
    private static final Request REQUEST = Request.of("origin", "DFW", "destination", "ORD", "distance", 802);

    private final VectorizerFixture fixture = new VectorizerFixture();
    private final TransformSpec spec = VectorizerFixture.twoAirports("");
    private final OnlineVectorizer model = fixture.client.vectorizer(spec);

    @AfterEach
    void close() {
        fixture.close();
    }

    private float[] byHand(double from, double to, double distance) {
        Vectorizer kernel = spec.vectorizer();
        InputRow in = kernel.newInputs();
        in.setFloat64(0, from);
        in.setFloat64(1, to);
        in.setFloat64(2, 7);
        in.setFloat64(3, distance);
        float[] out = new float[kernel.width()];
        kernel.transform(in, out, 0);
        return out;
    }

    @Test
    void vector_equalsTheKernelsValues() {
        FeatureVector vector = model.vector(REQUEST);
        assertThat(vector.float32s()).containsExactly(byHand(2.5, 4.5, 802));
        assertThat(vector.fingerprint()).isEqualTo(spec.fingerprint());
        assertThat(vector.isDegraded()).isFalse();
        assertThat(vector.oldestAge()).isEqualTo(Duration.ofSeconds(70));
        assertThat(model.slotNames()).containsExactly("from_delay", "to_delay", "to_gates", "distance");
        assertThat(model.spec()).isSameAs(spec);
    }

    @Test
    void vectorAsync_equalsVector() {
        assertThat(model.vectorAsync(REQUEST).join().float32s())
                .containsExactly(model.vector(REQUEST).float32s());
    }

    @Test
    void vector_originAndDestination_areReadInOneFetch() {
        model.vector(REQUEST);
        assertThat(fixture.transport.fetches)
                .singleElement()
                .satisfies(fetch -> assertThat(fetch.keys()).containsExactly(EntityKey.of("DFW"), EntityKey.of("ORD")));
    }

    @Test
    void vectors_manyRequests_areOneFetchOfDistinctKeys() {
        FeatureVectors vectors = model.vectors(
                List.of(REQUEST, Request.of("origin", "ORD", "destination", "DFW", "distance", 802), REQUEST));
        assertThat(vectors.usable()).containsExactly(0, 1, 2);
        assertThat(vectors.get(1).float32s()).containsExactly(byHand(4.5, 2.5, 802));
        assertThat(fixture.transport.fetches)
                .singleElement()
                .satisfies(fetch -> assertThat(fetch.keys()).hasSize(2));
    }

    @Test
    void vectors_badRequest_hasAReasonAndSpoilsNoOther() {
        FeatureVectors vectors = model.vectors(List.of(
                Request.of("destination", "ORD", "distance", 1),
                REQUEST,
                Request.of("origin", "DFW", "destination", "ORD", "distance", "far"),
                Request.of("origin", "DFW", "destination", "ORD"),
                Request.of("origin", "DOWN", "destination", "ORD", "distance", 802)));
        assertThat(vectors.usable()).containsExactly(1);
        assertThat(vectors.failure(0)).containsInstanceOf(IllegalArgumentException.class);
        assertThat(vectors.failure(2)).containsInstanceOf(IllegalArgumentException.class);
        assertThat(vectors.failure(3)).containsInstanceOf(TransformException.class);
        assertThat(vectors.failure(4)).containsInstanceOf(FeatureUnavailableException.class);
    }

    @Test
    void vectors_oneBadRequest_hasAReasonToo() {
        FeatureVectors vectors = model.vectors(List.of(Request.of("destination", "ORD")));
        assertThat(vectors.usable()).isEmpty();
        assertThat(vectors.failure(0)).containsInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void vectors_noRequest_isEmpty() {
        assertThat(model.vectors(List.of()).size()).isZero();
        assertThat(fixture.transport.fetches).isEmpty();
    }

    @Test
    void vector_missingKeyField_namesSourceAndNearest() {
        String message = "request field 'origin', which names the entity of source 'origin' (view 'airports'), is"
                + " missing; did you mean 'orign'?";
        Request request = Request.of("orign", "DFW", "destination", "ORD", "distance", 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.vector(request))
                .withMessage(message);
        assertThatThrownBy(() -> model.vectorAsync(request).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessage(message);
    }

    @Test
    void vector_nullOrUnfitKeyField_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.vector(Request.of("origin", null, "destination", "ORD", "distance", 1)))
                .withMessage("request field 'origin', which names the entity of source 'origin' (view 'airports'), is"
                        + " null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.vector(Request.of("origin", 2.5, "destination", "ORD", "distance", 1)))
                .withMessageStartingWith(
                        "request field [origin] of source 'origin': entity key value 0 is a" + " java.lang.Double");
    }

    @Test
    void vector_requestInputOfAnotherClass_namesTheField() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.vector(Request.of("origin", "DFW", "destination", "ORD", "distance", "far")))
                .withMessageStartingWith("request field 'distance': ");
    }

    @Test
    void vector_absentRequestInput_isNotFound_andNullIsNull() {
        assertThatThrownBy(() -> model.vector(Request.of("origin", "DFW", "destination", "ORD")))
                .isInstanceOfSatisfying(
                        TransformException.class, e -> assertThat(e.state()).isEqualTo(ValueState.NOT_FOUND));
        assertThatThrownBy(() -> model.vector(Request.of("origin", "DFW", "destination", "ORD", "distance", null)))
                .isInstanceOfSatisfying(
                        TransformException.class, e -> assertThat(e.state()).isEqualTo(ValueState.NULL));
    }

    @Test
    void vector_unknownEntity_isMissingAndNotDegraded() {
        FeatureVector vector = model.vector(Request.of("origin", "SEA", "destination", "ORD", "distance", 802));
        assertThat(vector.float32s()).containsExactly(byHand(-1, 4.5, 802));
        assertThat(vector.isDegraded()).isFalse();
    }

    @Test
    void vector_rowThatCannotBeRead_isThatFailure() {
        Request request = Request.of("origin", "DFW", "destination", "DOWN", "distance", 802);
        assertThatThrownBy(() -> model.vector(request))
                .isInstanceOf(FeatureUnavailableException.class)
                .hasMessageContaining("no such luck");
        assertThatThrownBy(() -> model.vectorAsync(request).join())
                .cause()
                .isInstanceOf(FeatureUnavailableException.class);
    }

    @Test
    void vector_errorTakenAsMissing_isDegraded() {
        OnlineVectorizer tolerant = fixture.client.vectorizer(VectorizerFixture.twoAirports(", error: missing"));
        FeatureVector vector = tolerant.vector(Request.of("origin", "DFW", "destination", "DOWN", "distance", 802));
        assertThat(vector.float32s()[1]).isEqualTo(-1);
        assertThat(vector.float32s()[2]).isEqualTo(-1);
        assertThat(vector.isDegraded()).isTrue();
    }

    @Test
    void vector_staleCell_isRefusedUnlessTheSpecTakesIt() {
        fixture.airport("OLD", 3_601, 9);
        Request request = Request.of("origin", "OLD", "destination", "ORD", "distance", 802);
        assertThatThrownBy(() -> model.vector(request))
                .isInstanceOfSatisfying(
                        TransformException.class, e -> assertThat(e.state()).isEqualTo(ValueState.STALE));
        FeatureVector used = fixture.client
                .vectorizer(VectorizerFixture.twoAirports(", stale: use"))
                .vector(request);
        assertThat(used.float32s()).containsExactly(byHand(9, 4.5, 802));
        assertThat(used.oldestAge()).isEqualTo(Duration.ofSeconds(3_601));
    }

    @Test
    void explain_tellsTheSlotsStepsAndAge() {
        Explanation explanation = model.explain(REQUEST, 0);
        assertThat(explanation.slotName()).isEqualTo("from_delay");
        assertThat(explanation.value()).isEqualTo(0.75);
        assertThat(explanation.inputs().get(0).age()).contains(Duration.ofSeconds(30));
        assertThat(explanation.steps()).hasSize(2);
        assertThat(explanation.failure()).isEmpty();
        assertThatThrownBy(() -> model.explain(REQUEST, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void vector_afterClose_isRejected() {
        fixture.close();
        assertThatThrownBy(() -> model.vector(REQUEST)).isInstanceOf(FeatureRejectedException.class);
    }
}
