package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.SpecDiff.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A difference is named by its path, its values and what it does to a model. */
class SpecDiffTest {
    private static final String FRAUD = Specs.FRAUD.substring(0, Specs.FRAUD.indexOf("examples:"));

    private final TransformSpec trained = Specs.parse(FRAUD);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            std: 1.25 | std: 1.31 | REFITS | features[0].steps[3].zscore.std 1.25 -> 1.31
            std: 1.25 | std: 1.2500000000000002 | REFITS | features[0].steps[3].zscore.std 1.25 -> 1.2500000000000002
            value: 37 | value: 1e300 | REFITS | features[0].steps[0].impute.value 37 -> 1.0E300
            to: [0, 1] | to: [-1, 1] | REFITS | features[2].steps[2].minmax.to[0] 0 -> -1
            [1, 3, 10, 30, 100] | [1, 3, 11, 31, 100] | REFITS | features[3].steps[1].bucketize.bounds[2] 10 -> 11 (2 of 5 entries differ)
            [1, 3, 10, 30, 100] | [1, 3, 10, 30] | SHIFTS_SLOTS | features[3].steps[1].bucketize.bounds[4] 100 -> absent (5 entries, then 4)
            std: 1.25 | 'std: 1.25, ddof: 0' | CHANGES_MEANING | features[0].steps[3].zscore.ddof 1 -> 0
            std: 1.25 | 'std: 1.25, form: div' | CHANGES_MEANING | features[0].steps[3].zscore.form mul -> div
            clip:   {min: 0, max: 5000} | clip:   {max: 5000} | CHANGES_MEANING | features[0].steps[1].clip.min 0 -> absent
            - log1p: {} | - clip: {min: 1} | CHANGES_MEANING | features[0].steps[2] log1p -> clip: {min: 1}
            - log1p: {} | '' | CHANGES_MEANING | features[0].steps[2] log1p -> absent
            - one_hot: {} | - as_number: {} | SHIFTS_SLOTS | features[3].steps[2] one_hot -> as_number
            nan: missing | nan: error | CHANGES_MEANING | inputs.friend_count.policy.nan missing -> error
            math: strict | math: fast | CHANGES_MEANING | policy.math strict -> fast
            type: f64 | type: f32 | CHANGES_MEANING | inputs.avg_friend_age.type f64 -> f32
            name: x, type: f32 | name: x, type: f64 | SHIFTS_SLOTS | output.type f32 -> f64
            name: x, | name: y, | CHANGES_MEANING | output.name x -> y
            name: fraud_v3 | name: fraud_v4 | CHANGES_MEANING | name fraud_v3 -> fraud_v4
            - name: fpcc | - name: categories | SHIFTS_SLOTS | features[3].name fpcc -> categories
            input: avg_friend_age | input: friend_count | CHANGES_MEANING | features[2].input avg_friend_age -> friend_count
            from: "user_social:avg_friend_age" | from: "user_social:age" | REBINDS | inputs.avg_friend_age.from user_social:avg_friend_age -> user_social:age
            ttl: 26h | ttl: 1h | NOTHING | inputs.friend_count.ttl PT26H -> PT1H
            version: "3.1.0" | version: "3.2.0" | NOTHING | version "3.1.0" -> "3.2.0"
            """)
    void between_oneChange_isNamedWithItsEffect(String good, String bad, Effect effect, String change) {
        String text = FRAUD.replaceFirst(java.util.regex.Pattern.quote(good), bad);
        assertThat(text).isNotEqualTo(FRAUD);

        SpecDiff diff = SpecDiff.between(trained, Specs.parse(text));

        assertThat(diff.changes().get(0)).hasToString(change);
        assertThat(diff.effect()).isEqualTo(effect);
        assertThat(diff.first().isPresent()).isEqualTo(effect != Effect.NOTHING);
    }

    @Test
    void between_equalSpecs_isEmpty() {
        SpecDiff diff = SpecDiff.between(trained, Specs.parse(FRAUD));

        assertThat(diff.changes()).isEmpty();
        assertThat(diff.effect()).isEqualTo(Effect.NOTHING);
        assertThat(diff.firstMovedSlot()).isEmpty();
        String described = "fraud_v3 3.1.0 " + trained.fingerprint().substring(0, 17);
        assertThat(diff).hasToString(described + " -> " + described + ": no effect\nall 9 slots keep their place");
    }

    @Test
    void between_reorder_isOneMoveAndNoRewrite() {
        List<String> parts = List.of(FRAUD.split("(?=  - name:)", -1));
        TransformSpec lastFirst = Specs.parse(parts.get(0) + parts.get(4) + parts.get(1) + parts.get(2) + parts.get(3));

        SpecDiff diff = SpecDiff.between(trained, lastFirst);

        assertThat(diff.changes()).singleElement().hasToString("features[3] fpcc slot 3 -> features[0] slot 0");
        assertThat(diff.effect()).isEqualTo(Effect.SHIFTS_SLOTS);
        assertThat(diff.firstMovedSlot()).hasValue(0);
        assertThat(diff.toString())
                .contains(": shifts slots\nslot 0 is the first that moves: it was friend_count and is fpcc[0]\n");
    }

    @Test
    void between_featureAtTheEnd_isAppended() {
        TransformSpec longer = Specs.parse(FRAUD + "  - {name: raw, input: avg_friend_age, steps: [is_missing]}\n");

        SpecDiff diff = SpecDiff.between(trained, longer);

        assertThat(diff.changes()).singleElement().hasToString("features[4] absent -> raw slot 9");
        assertThat(diff.effect()).isEqualTo(Effect.APPENDED);
        assertThat(diff.firstMovedSlot()).hasValue(9);
        assertThat(diff.toString()).contains("all 9 slots keep their place, 1 are appended");
    }

    @Test
    void between_appendedAndRefit_refitIsTheStrongerAndComesFirst() {
        TransformSpec both = Specs.parse(FRAUD.replace("std: 1.25", "std: 1.31")
                + "  - {name: raw, input: avg_friend_age, steps: [is_missing]}\n");

        SpecDiff diff = SpecDiff.between(trained, both);

        assertThat(diff.changes()).extracting(SpecDiff.Change::effect).containsExactly(Effect.REFITS, Effect.APPENDED);
        assertThat(diff.effect()).isEqualTo(Effect.REFITS);
    }

    @Test
    void between_insertedOrRemovedFeature_shifts() {
        String missing = """
                  - name: friend_count_missing               # x[1]
                    input: friend_count
                    steps: [{is_missing: {}}]
                """;
        TransformSpec shorter = Specs.parse(FRAUD.replace(missing.indent(0), ""));
        assertThat(shorter.vectorizer().width()).isEqualTo(8);

        SpecDiff removed = SpecDiff.between(trained, shorter);
        SpecDiff inserted = SpecDiff.between(shorter, trained);

        assertThat(removed.changes()).singleElement().hasToString("features[1] friend_count_missing slot 1 -> absent");
        assertThat(removed.effect()).isEqualTo(Effect.SHIFTS_SLOTS);
        assertThat(inserted.changes()).singleElement().hasToString("features[1] absent -> friend_count_missing slot 1");
        assertThat(inserted.effect()).isEqualTo(Effect.SHIFTS_SLOTS);
    }

    @Test
    void between_insertedStep_leavesTheOthersMatched() {
        TransformSpec more =
                Specs.parse(FRAUD.replace("      - log1p: {}\n", "      - clip: {min: 1}\n      - log1p: {}\n")
                        .replace("std: 1.25", "std: 1.31"));

        assertThat(SpecDiff.between(trained, more).changes())
                .extracting(SpecDiff.Change::toString)
                .containsExactly(
                        "features[0].steps[2] absent -> clip: {min: 1}",
                        "features[0].steps[3].zscore.std 1.25 -> 1.31");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DE, FR | DE, GB | vocab.values[1] "FR" -> "GB"
            DE, FR | FR, DE | vocab.values[0] "DE" -> "FR" (2 of 2 entries differ)
            caf\\u00e9 | cafe\\u0301 | vocab.values[0] "caf\\u{e9}" -> "cafe\\u{301}"
            \\u6771\\u4eac | \\u4eac\\u90fd | vocab.values[0] "\u6771\u4eac" -> "\u4eac\u90fd"
            \\ufb01 | fi | vocab.values[0] "\\u{fb01}" -> "fi"
            a b | a\\u00a0b | vocab.values[0] "a b" -> "a\\u{a0}b"
            a | a\\u202eb | vocab.values[0] a -> "a\\u{202e}b"
            \\U0001f600 | \\uffff | vocab.values[0] "\ud83d\ude00" -> "\\u{ffff}"
            a\\nPLB-401 | b | vocab.values[0] "a\\u{a}PLB-401" -> b
            """)
    void between_texts_lookDifferentWhereTheyAre(String before, String after, String change) {
        String spec = Specs.one("string", "[{vocab: {values: [VALUES]}}, one_hot]");

        SpecDiff diff = SpecDiff.between(
                Specs.parse(spec.replace("VALUES", quoted(before))),
                Specs.parse(spec.replace("VALUES", quoted(after))));

        assertThat(diff.changes()).singleElement().hasToString("features[0].steps[0]." + change);
        assertThat(diff.effect()).isEqualTo(Effect.SHIFTS_SLOTS);
    }

    private static String quoted(String values) {
        return "\"" + values.replace(", ", "\", \"") + "\"";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            inputs: [a, b] | inputs: [b, a] | CHANGES_MEANING | features[1].inputs [a, b] -> [b, a]
            inputs: [a, b] | inputs: [a, c] | CHANGES_MEANING | features[1].inputs [a, b] -> [a, c]
            zero: 0 | zero: 1 | REFITS | features[1].steps[0].cosine.zero 0 -> 1
            layout: dense | layout: sparse | SHIFTS_SLOTS | output.layout dense -> sparse
            f32,4 | f32,5 | SHIFTS_SLOTS | inputs.a.type vector<f32,4> -> vector<f32,5>
            {l1_normalize: {zero: zeros}} | {l2_normalize: {zero: zeros}} | CHANGES_MEANING | features[0].steps[0] l1_normalize -> l2_normalize
            """)
    void between_severalInputsAndVectors_areComparedToo(String good, String bad, Effect effect, String change) {
        String text = """
                plumbline: 1
                name: vectors
                version: "1"
                semantics: 1
                output: {layout: dense}
                inputs:
                  a: {type: "vector<f32,4>", from: request}
                  b: {type: "vector<f32,4>", from: request}
                  c: {type: "vector<f32,4>", from: request}
                features:
                  - {name: f, input: a, steps: [{l1_normalize: {zero: zeros}}]}
                  - {name: g, inputs: [a, b], steps: [{cosine: {zero: 0}}]}
                """;

        SpecDiff diff = SpecDiff.between(Specs.parse(text), Specs.parse(text.replace(good, bad)));

        assertThat(diff.changes().get(0)).hasToString(change);
        assertThat(diff.effect()).isEqualTo(effect);
        assertThat(diff.firstMovedSlot().isPresent()).isEqualTo(bad.equals("f32,5"));
    }

    @Test
    void between_vocabularyWithoutSlotsOfItsOwn_isRefit() {
        String spec = Specs.one("string", "[{vocab: {values: [a, b]}}, as_number]");

        SpecDiff diff = SpecDiff.between(Specs.parse(spec), Specs.parse(spec.replace("[a, b]", "[a, b, c]")));

        assertThat(diff.changes())
                .singleElement()
                .hasToString("features[0].steps[0].vocab.values[2] absent -> c (2 entries, then 3)");
        assertThat(diff.effect()).isEqualTo(Effect.REFITS);
    }

    @Test
    void between_randomSpecs_hasAnEffectIfAndOnlyIfAHashDiffers() {
        for (int seed = 0; seed < 100; seed++) {
            TransformSpec one = Specs.parse(new RandomSpecs(seed).spec("f32"));
            TransformSpec same = Specs.parse(new RandomSpecs(seed).spec("f32") + "description: other words\n");
            TransformSpec other = Specs.parse(new RandomSpecs(seed + 1).spec(seed % 3 == 0 ? "f64" : "f32"));
            SpecDiff diff = SpecDiff.between(one, other);

            assertThat(SpecDiff.between(one, same).changes()).isEmpty();
            assertThat(diff.first().isPresent())
                    .as("seed %s: %s", seed, diff)
                    .isEqualTo(!one.fingerprint().equals(other.fingerprint()));
            assertThat(diff.effect() == Effect.SHIFTS_SLOTS
                            || diff.changes().stream().anyMatch(change -> change.effect() == Effect.APPENDED))
                    .as("seed %s: %s", seed, diff)
                    .isEqualTo(!one.layoutHash().equals(other.layoutHash()));
        }
    }
}
