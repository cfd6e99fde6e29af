package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model is served with the spec it was trained with, or not at all. */
class ModelRequirementTest {
    private static final String FLIGHT = """
            plumbline: 1
            name: flight
            version: "1"
            semantics: 1
            policy: {stale: use}
            sources:
              origin: {view: airport, keys: {code: from_airport}}
              destination: {view: airport, keys: {code: to_airport}}
            inputs:
              departure_delay: {type: f64, from: "origin:mean_delay", ttl: 26h}
              arrival_delay: {type: f64, from: "destination:mean_delay", ttl: 26h}
            features:
              - {name: departure_delay, input: departure_delay, steps: [{zscore: {mean: 3.5, std: 1.25}}]}
              - {name: arrival_delay, input: arrival_delay, steps: [{zscore: {mean: 3.5, std: 0.1}}]}
            """;

    private final TransformSpec trained = Specs.parse(FLIGHT);
    private final ModelStamp stamp = ModelStamp.of(trained).named("delays-2026-07");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            std: 1.25 | std: 1.31 | features[0].steps[0].zscore.std 1.25 -> 1.31
            std: 0.1} | std: 0.10000000000000002} | features[1].steps[0].zscore.std 0.1 -> 0.10000000000000002
            stale: use | stale: error | inputs.departure_delay.policy.stale use -> error and 1 more
            stale: use | 'stale: use, math: fast' | policy.math strict -> fast
            steps: [{zscore: {mean: 3.5, std: 1.25 | steps: [log1p, {zscore: {mean: 3.5, std: 1.25 | features[0].steps[0] absent -> log1p
            type: f64, from: "origin | type: f32, from: "origin | inputs.departure_delay.type f64 -> f32
            {name: departure_delay | {name: out_delay | features[0].name departure_delay -> out_delay
            input: arrival_delay | input: departure_delay | features[1].input arrival_delay -> departure_delay
            """)
    void requireModel_otherMeaning_isRefusedAndNamesTheDifference(String good, String bad, String difference) {
        TransformSpec serving = Specs.parse(replace(good, bad));

        assertThatThrownBy(() -> serving.requireModel(stamp))
                .isInstanceOfSatisfying(ModelMismatchException.class, e -> {
                    assertThat(e.code()).isEqualTo("PLB-401");
                    assertThat(e.trainedFingerprint()).isEqualTo(trained.fingerprint());
                    assertThat(e.servingFingerprint()).isEqualTo(serving.fingerprint());
                    assertThat(e.diff()).isPresent();
                })
                .hasMessage("PLB-401 model delays-2026-07 was trained with flight " + head(trained.fingerprint(), 17)
                        + ", service has " + head(serving.fingerprint(), 17) + "; first difference: " + difference
                        + "; serve the spec that the model was trained with, or train the model again");
    }

    @Test
    void requireModel_reorderedFeatures_namesTheMove() {
        String[] lines = FLIGHT.split("(?=  - \\{name)", -1);
        TransformSpec serving = Specs.parse(lines[0] + lines[2] + lines[1]);

        assertThatThrownBy(() -> serving.requireModel(stamp))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining(
                        "; first difference: features[0] departure_delay slot 0 -> features[1] slot 1; serve");
    }

    @Test
    void requireModel_otherSpec_isNamed() {
        TransformSpec serving = Specs.parse(replace("name: flight", "name: flight_v2"));

        assertThatThrownBy(() -> serving.requireModel(stamp))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("service has flight_v2 " + head(serving.fingerprint(), 17)
                        + "; first difference: name flight ->" + " flight_v2;");
    }

    @Test
    void requireModel_swappedSources_isRefusedThoughTheMeaningIsTheSame() {
        TransformSpec serving = Specs.parse(FLIGHT.replace("origin:", "other:")
                .replace("destination:mean", "origin:mean")
                .replace("other:mean", "destination:mean")
                .replace("other: {", "origin: {"));

        assertThat(serving.fingerprint()).isEqualTo(trained.fingerprint());
        assertThatThrownBy(() -> serving.requireModel(stamp))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessage("PLB-401 model delays-2026-07 was trained with flight " + head(trained.fingerprint(), 17)
                        + " bound as " + head(trained.bindingHash(), 18) + ", service has the same bound as "
                        + head(serving.bindingHash(), 18)
                        + "; first difference: inputs.departure_delay.from origin:mean_delay -> destination:mean_delay"
                        + " and 1 more; read the inputs from where training read them, or allow it by name:"
                        + " requireModel(stamp, Set.of(\"departure_delay\", \"arrival_delay\"))");
        assertThatThrownBy(() -> serving.requireModel(stamp, Set.of("origin")))
                .hasMessageContaining("first difference: inputs.departure_delay.from origin:mean_delay ->")
                .hasMessageEndingWith("Set.of(\"departure_delay\"))");
        assertThat(serving.requireModel(stamp, Set.of("origin", "departure_delay")))
                .isSameAs(serving);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            origin: {view: airport, keys | origin: {view: airports, keys | sources.origin.view airport -> airports
            from_airport}} | to_airport}} | sources.origin.keys.code from_airport -> to_airport
            origin: {view: airport, keys: {code: from_airport}} | origin: {view: airport, key: from_airport} | sources.origin.key absent -> from_airport and 1 more
            origin:mean_delay | origin:delay | inputs.departure_delay.from origin:mean_delay -> origin:delay
            """)
    void requireModel_otherBinding_isRefusedUnlessAllowedByName(String good, String bad, String difference) {
        TransformSpec serving = Specs.parse(replace(good, bad));

        assertThat(serving.fingerprint()).isEqualTo(trained.fingerprint());
        assertThatThrownBy(() -> serving.requireModel(stamp))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("; first difference: " + difference + ";");
        assertThatThrownBy(() -> serving.requireModel(stamp, Set.of("arrival_delay", "destination")))
                .isInstanceOf(ModelMismatchException.class);
        assertThat(serving.requireModel(stamp, Set.of("departure_delay"))).isSameAs(serving);
        assertThat(serving.requireModel(stamp, Set.of("origin"))).isSameAs(serving);
    }

    @Test
    void requireModel_renamedViewOfASpecWithoutSources_isRefused() {
        TransformSpec fraud = Specs.parse(Specs.FRAUD);
        TransformSpec serving = Specs.parse(Specs.FRAUD.replace("user_social:", "user_graph:"));

        assertThatThrownBy(() -> serving.requireModel(ModelStamp.of(fraud)))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageStartingWith("PLB-401 the model was trained with fraud_v3 ")
                .hasMessageContaining("first difference: inputs.friend_count.from user_social:friend_count ->"
                        + " user_graph:friend_count and 2 more;");
        assertThat(serving.requireModel(ModelStamp.of(fraud), Set.of("user_graph")))
                .isSameAs(serving);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version: "1" | version: "2"
            semantics: 1 | 'semantics: 1 # the first'
            version: "1" | version: "1"\\ndescription: delays\\nowner: me\\ntags: [a]\\nprovenance: {rows: 3}
            inputs: | inputs:\\n  unused: {type: i64, from: "origin:flights"}
            ttl: 26h | ttl: 1h
            mean: 3.5, std: 1.25 | std: 1.2500, mean: 3.5e0
            input: departure_delay | deprecated: true, group: g, description: d, input: departure_delay
            """)
    void requireModel_documentationAndUnusedInputs_changeNothing(String before, String after) {
        TransformSpec serving = Specs.parse(replace(before, after.replace("\\n", "\n")));

        assertThat(serving.requireModel(stamp)).isSameAs(serving);
        assertThat(SpecDiff.between(trained, serving).effect()).isEqualTo(SpecDiff.Effect.NOTHING);
        assertThat(SpecDiff.between(trained, serving).first()).isEmpty();
    }

    @Test
    void requireModel_refitIsNeverAllowed_whateverMayBeRebound() {
        TransformSpec serving = Specs.parse(replace("std: 1.25", "std: 1.31"));

        assertThatThrownBy(() -> serving.requireModel(stamp, Set.of("origin", "destination")))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageContaining("zscore.std 1.25 -> 1.31");
    }

    @Test
    void requireModel_nameThatIsNone_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trained.requireModel(stamp, Set.of("orgin")))
                .withMessage("'orgin' may not be rebound: it is neither an input of flight nor a source that one uses;"
                        + " did you mean 'origin'?");
    }

    @Test
    void requireModel_stampWithoutText_refusesAndSaysWhyNothingIsNamed() {
        TransformSpec refit = Specs.parse(replace("std: 1.25", "std: 1.31"));
        TransformSpec moved =
                Specs.parse(replace("view: airport, keys: {code: from", "view: ports, keys: {code: from"));

        assertThatThrownBy(() -> refit.requireModel(stamp.withoutText()))
                .isInstanceOfSatisfying(
                        ModelMismatchException.class, e -> assertThat(e.diff()).isEmpty())
                .hasMessageContaining("; the stamp has no text, so the difference is not known; serve the spec");
        assertThatThrownBy(() -> moved.requireModel(stamp.withoutText(), Set.of("origin")))
                .isInstanceOf(ModelMismatchException.class)
                .hasMessageEndingWith("Set.of(\"arrival_delay\"))");
        assertThat(moved.requireModel(stamp.withoutText(), Set.of("origin", "destination")))
                .isSameAs(moved);
    }

    @Test
    void requireModel_textOfAnotherSpec_isNotTrusted() {
        TransformSpec serving = Specs.parse(replace("std: 1.25", "std: 1.31"));
        for (String text : new String[] {"no spec", Specs.FRAUD, serving.text()}) {
            ModelStamp forged = new ModelStamp(
                    stamp.model(),
                    stamp.spec(),
                    stamp.version(),
                    stamp.fingerprint(),
                    stamp.bindingHash(),
                    stamp.layoutHash(),
                    java.util.Optional.of(text));

            assertThatThrownBy(() -> serving.requireModel(forged))
                    .isInstanceOf(ModelMismatchException.class)
                    .hasMessageContaining("the text in the stamp is another spec's, so the difference is not known");
        }
    }

    @Test
    void requireModel_messageInTheGuide_isTheOneThatIsGiven() throws Exception {
        String document = Specs.FRAUD.substring(0, Specs.FRAUD.indexOf("examples:"));
        TransformSpec serving = Specs.parse(document.replace("std: 1.25", "std: 1.31"));
        ModelStamp fraud = ModelStamp.of(Specs.parse(document)).named("fraud-2026-07");
        String guide = Files.readString(Path.of("../docs/model-fingerprint.md"));
        String message = Pattern.compile("```\\n(PLB-401.*?)\\n```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        assertThatThrownBy(() -> serving.requireModel(fraud))
                .hasMessage(message.replace('\n', ' ')
                        .replace("plb1:f2ad2035cef3", head(fraud.fingerprint(), 17))
                        .replace("plb1:ec0a25aee29d", head(serving.fingerprint(), 17)));
    }

    private static String replace(String good, String bad) {
        String text = FLIGHT.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));
        assertThat(text).isNotEqualTo(FLIGHT);
        return text;
    }

    private static String head(String hash, int length) {
        return hash.substring(0, length);
    }
}
