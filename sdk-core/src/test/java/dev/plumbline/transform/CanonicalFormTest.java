package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalFormTest {
    private final TransformSpec spec = Specs.parse(Specs.FRAUD);

    @Test
    void canonicalForm_defaults_areWrittenOut() {
        TransformSpec one = Specs.parse(Specs.one("f64", "[zscore: {mean: -0.0, std: 2}]"));

        assertThat(one.canonicalForm())
                .isEqualTo("{\"features\":[{\"input\":\"v\",\"name\":\"f\",\"steps\":[{\"zscore\":{\"ddof\":1,"
                        + "\"form\":\"mul\",\"mean\":\"f:0000000000000000\",\"std\":\"f:4000000000000000\","
                        + "\"zero_std\":\"zeros\"}}]}],\"inputs\":{\"v\":{\"policy\":{\"error\":\"error\","
                        + "\"inf\":\"error\",\"nan\":\"missing\",\"stale\":\"error\",\"unknown\":\"error\"},"
                        + "\"type\":\"f64\"}},\"math\":\"strict\",\"name\":\"one\",\"output\":{\"layout\":\"dense\","
                        + "\"name\":\"x\",\"type\":\"f32\"},\"plumbline\":1,\"semantics\":1}");
    }

    @Test
    void fingerprint_publishedSpec_neverChanges() {
        assertThat(spec.fingerprint())
                .isEqualTo("plb1:f2ad2035cef3856416a9b1fd407efe6ef2b94169fafbdd7078db41c668130011");
        assertThat(spec.bindingHash())
                .isEqualTo("plb1b:69e5c8eb85cf45694a9b4c3d8c93cf9629a941b23d9f7d8e383b096442884115");
        assertThat(spec.layoutHash())
                .isEqualTo("plb1l:2051b4ba3dbb5143c5e49e9ba104a8648832dc4bfe6595bae48922d9cc8ade1a");
    }

    @Test
    void fingerprint_documentationOrderAndSpelling_doNotCount() {
        assertSame(Specs.FRAUD.replace("friend-graph features", "other words"));
        assertSame(Specs.FRAUD.replace("version: \"3.1.0\"", "version: \"3.1.1\""));
        assertSame(Specs.FRAUD.replace("{value: 37}", "{value: 37.0}"));
        assertSame(Specs.FRAUD.replace("- log1p: {}", "- log1p"));
        assertSame(Specs.FRAUD.replace(", ttl: 26h", ", ttl: 1h"));
        assertSame(Specs.FRAUD.replace("user_social:friend_count", "graph:friends"));
        assertSame(Specs.FRAUD.replace("inputs:\n", "inputs:\n  extra: {type: i64, from: request}\n"));
        assertSame(Specs.FRAUD.replace("[{is_missing: {}}]", "[{is_missing: {states: [not_found, nan, \"null\"]}}]"));
        assertSame(Specs.FRAUD.replace(
                "    input: avg_friend_age\n", "    input: avg_friend_age\n    deprecated: true\n    group: ages\n"));
    }

    @Test
    void fingerprint_meaning_counts() {
        assertOther(Specs.FRAUD.replace("std: 1.25", "std: 1.2500000000000002"));
        assertOther(Specs.FRAUD.replace("type: f32", "type: f64"));
        assertOther(Specs.FRAUD.replace("inf: error", "inf: missing"));
        assertOther(Specs.FRAUD.replace("math: strict", "math: fast"));
        assertOther(Specs.FRAUD.replace("bounds: [1, 3", "bounds: [2, 3"));
    }

    @Test
    void fingerprint_policyThatEqualsTheInputs_isNotWritten() {
        String same = Specs.FRAUD.replace(
                "    input: avg_friend_age\n", "    input: avg_friend_age\n    policy: {nan: missing}\n");
        String other = same.replace("policy: {nan: missing}", "policy: {stale: use}");

        assertSame(same);
        assertThat(Specs.parse(other).fingerprint()).isNotEqualTo(spec.fingerprint());
    }

    @Test
    void fingerprint_imputeByPolicyOrByStep_isTheSame() {
        String byStep = Specs.one("f64", "[impute: {value: 3}]");
        String byPolicy = Specs.one("f64", "[]", "{missing: {impute: {value: 3}}}");

        assertThat(Specs.parse(byPolicy).fingerprint())
                .isEqualTo(Specs.parse(byStep).fingerprint());
    }

    @Test
    void layoutHash_otherStatistics_sameLayout() {
        TransformSpec refit = Specs.parse(withoutExamples(Specs.FRAUD.replace("std: 1.25", "std: 1.5")));
        TransformSpec renamed = Specs.parse(Specs.FRAUD.replace("- name: fpcc", "- name: categories"));

        assertThat(refit.layoutHash()).isEqualTo(spec.layoutHash());
        assertThat(renamed.layoutHash()).isNotEqualTo(spec.layoutHash());
    }

    @Test
    void bindingHash_swappedEntities_differs() {
        String spec = """
                plumbline: 1
                name: flight
                version: a
                semantics: 1
                sources:
                  origin: {view: airport, keys: {code: from_airport}}
                  destination: {view: airport, keys: {code: to_airport}}
                inputs:
                  delay: {type: f64, from: "origin:mean_delay", ttl: 26h}
                features:
                  - {name: delay, input: delay}
                """;
        String first = Specs.parse(spec).bindingHash();

        assertThat(Specs.parse(spec.replace("origin:mean", "destination:mean")).bindingHash())
                .isNotEqualTo(first);
        assertThat(Specs.parse(spec.replace("from_airport", "x")).bindingHash()).isNotEqualTo(first);
        assertThat(Specs.parse(spec.replace("to_airport", "x")).bindingHash()).isEqualTo(first);
        assertThat(Specs.parse(spec.replace("26h", "1h")).bindingHash()).isEqualTo(first);
        assertThat(Specs.parse(spec.replace("{code: from_airport}", "{iata: from_airport}"))
                        .bindingHash())
                .isNotEqualTo(first);
    }

    @Test
    void write_keys_areSortedByCodePoint() {
        var map = Canonical.map();
        map.put("\uD83D\uDE00", 1);
        map.put("\uFFFF", 2);

        assertThat(Canonical.write(map)).isEqualTo("{\"\uFFFF\":2,\"\uD83D\uDE00\":1}");
        assertThat(Canonical.write("a\"\\\n\u0001é")).isEqualTo("\"a\\\"\\\\\\n\\u0001é\"");
    }

    private void assertSame(String text) {
        assertThat(Specs.parse(text).canonicalForm()).isEqualTo(spec.canonicalForm());
        assertThat(Specs.parse(text).fingerprint()).isEqualTo(spec.fingerprint());
    }

    private void assertOther(String text) {
        assertThat(text).isNotEqualTo(Specs.FRAUD);
        assertThat(Specs.parse(withoutExamples(text)).fingerprint()).isNotEqualTo(spec.fingerprint());
    }

    private static String withoutExamples(String text) {
        return text.substring(0, text.indexOf("examples:"));
    }
}
