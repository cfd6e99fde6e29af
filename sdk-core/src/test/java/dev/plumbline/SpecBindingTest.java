package dev.plumbline;

import static dev.plumbline.VectorizerFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.TransformSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SpecBindingTest {
    private static final String NUMBER = "- {name: f, input: i, steps: [{clip: {min: 0, max: 1000}}]}\n";

    private final VectorizerFixture fixture = new VectorizerFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static TransformSpec one(String sources, String type, String from) {
        return spec("", sources, "i: {type: " + type + ", from: \"" + from + "\"}\n", NUMBER);
    }

    private void refused(TransformSpec spec, String message) {
        assertThatThrownBy(() -> fixture.client.vectorizer(spec)).isInstanceOfSatisfying(SpecException.class, e -> {
            assertThat(e.code()).isEqualTo("PLB-501");
            assertThat(e).hasMessage("PLB-501 delays: input 'i' " + message);
        });
    }

    @Test
    void bind_viewThatIsNotRegistered_namesTheNearest() {
        refused(
                one("", "f64", "airport:delay"),
                "reads view 'airport', which is not registered with views(...); did you mean 'airports'?");
    }

    @Test
    void bind_featureThatIsMissing_namesTheNearest() {
        refused(
                one("", "f64", "airports:delays"),
                "reads feature 'delays', which view 'airports' does not have; did you mean 'delay'?");
    }

    @Test
    void bind_typeThatDoesNotWiden_namesBoth() {
        refused(
                one("", "f32", "airports:delay"),
                "is float32 and feature 'delay' of view 'airports' is float64, which does not widen to it exactly;"
                        + " declare the input as float64");
    }

    @Test
    void bind_joinKeysOfAnotherName_listsBoth() {
        refused(
                one("sources:\n  s: {view: airports, keys: {port: origin}}\n", "f64", "s:delay"),
                "names join keys [port] for view 'airports', whose join keys are [airport]; name each under 'keys'");
        refused(
                one("sources:\n  s: {view: routes, key: origin}\n", "f64", "s:seats"),
                "names join keys by 'key' for view 'routes', whose join keys are [from_airport, to_airport]; name each"
                        + " under 'keys'");
    }

    @Test
    void bind_withoutSources_takesRequestFieldsNamedAsTheJoinKeys() {
        OnlineVectorizer model = fixture.client.vectorizer(one("", "f64", "airports:delay"));
        assertThat(model.vector(Request.of("airport", "ORD")).float32s()).containsExactly(4.5f);
    }

    @Test
    void bind_compositeKey_isPutInTheViewsOrder() {
        OnlineVectorizer model = fixture.client.vectorizer(
                one("sources:\n  s: {view: routes, keys: {to_airport: b, from_airport: a}}\n", "f64", "s:seats"));
        assertThat(model.vector(Request.of("a", "DFW", "b", "ORD")).float32s()).containsExactly(180);
        assertThat(fixture.transport.fetches.element().keys()).containsExactly(EntityKey.composite("DFW", "ORD"));
        assertThatThrownBy(() -> model.vector(Request.of("a", "DFW", "b", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("request fields [a, b] of source 's': entity key value 1 is empty");
    }

    @Test
    void vector_numericKey_isNotItsText() {
        OnlineVectorizer model = fixture.client.vectorizer(spec(
                "",
                "",
                "i: {type: f64, from: \"airports:delay\"}\n",
                NUMBER.replace("[{clip", "[{impute: {value: 0}}, {clip")));
        fixture.airport("3", 1, 8);
        assertThat(model.vector(Request.of("airport", "3")).float32s()).containsExactly(8);
        assertThat(model.vector(Request.of("airport", 3)).float32s()).containsExactly(0);
    }

    @Test
    void vector_twoViews_areOneFetchEach() {
        TransformSpec both = spec(
                "",
                """
                sources:
                  o: {view: airports, key: a}
                  r: {view: routes, keys: {from_airport: a, to_airport: b}}
                """,
                "i: {type: f64, from: \"o:delay\"}\nj: {type: f64, from: \"r:seats\"}\n",
                NUMBER + NUMBER.replace("name: f, input: i", "name: g, input: j"));
        OnlineVectorizer model = fixture.client.vectorizer(both);
        assertThat(model.vector(Request.of("a", "DFW", "b", "ORD")).float32s()).containsExactly(2.5f, 180);
        assertThat(fixture.transport.fetches).hasSize(2);
    }

    @Test
    void vector_requestInputsAlone_readNothing() {
        OnlineVectorizer model = fixture.client.vectorizer(spec("", "", "i: {type: f64, from: request}\n", NUMBER));
        assertThat(model.vector(Request.of("i", 5)).float32s()).containsExactly(5);
        assertThat(fixture.transport.fetches).isEmpty();
    }
}
