package dev.plumbline.transform.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what the random specs were made of, so that a test cannot pass by trying nothing. */
final class Coverage {
    private static final List<String> POLICIES = List.of(
            "nan: missing",
            "nan: error",
            "nan: keep",
            "inf: error",
            "inf: missing",
            "inf: clip",
            "inf: keep",
            "stale: error",
            "stale: missing",
            "stale: use",
            "error: error",
            "error: missing",
            "unknown: error",
            "unknown: oov",
            "unknown: zeros",
            "missing: error",
            "missing: {impute",
            "math: strict",
            "math: fast",
            "layout: sparse",
            "type: f32",
            "type: f64",
            "params:");
    private static final int SPECS_OF_A_WORD = 2;
    private static final int ROWS_OF_AN_OP = 100;

    private final Map<String, Integer> specs = new TreeMap<>();
    private final Map<String, Integer> rows = new TreeMap<>();
    private final Map<String, Integer> codes = new TreeMap<>();
    private int all;

    /** Counts the words of a spec that was loaded. */
    void loaded(RandomSpec spec) {
        Set<String> words = new HashSet<>();
        for (Draft step : spec.steps) {
            words.add(step.op);
            step.options.forEach((option, value) -> {
                words.add(step.op + "." + option);
                (value instanceof List<?> list ? list : List.of(value))
                        .forEach(each -> words.add(step.op + "." + each));
            });
        }
        POLICIES.stream().filter(spec.text::contains).forEach(words::add);
        words.forEach(word -> specs.merge(word, 1, Integer::sum));
    }

    /** Counts what became of a row. */
    void row(RandomSpec spec, String result) {
        all++;
        boolean isFault = result.startsWith("PLB");
        codes.merge(isFault ? result : "values", 1, Integer::sum);
        if (!isFault) {
            spec.steps.stream().map(step -> step.op).distinct().forEach(op -> rows.merge(op, 1, Integer::sum));
        }
    }

    /** Fails if something of the reference was hardly tried, or too few rows gave values. */
    void check() {
        Set<String> rare = new TreeSet<>();
        List<String> words = new ArrayList<>(POLICIES);
        new Catalogue().ops.forEach((op, options) -> {
            options.forEach(option -> words.add(op + "." + option));
            if (rows.getOrDefault(op, 0) < ROWS_OF_AN_OP) {
                rare.add(op + " gave values in " + rows.getOrDefault(op, 0) + " rows");
            }
        });
        Presets.ALL.forEach((op, libraries) -> libraries.keySet().forEach(each -> words.add(op + "." + each)));
        for (String word : words) {
            if (specs.getOrDefault(word, 0) < SPECS_OF_A_WORD) {
                rare.add(word + " in " + specs.getOrDefault(word, 0) + " specs");
            }
        }
        assertThat(rare).isEmpty();
        assertThat(codes.getOrDefault("values", 0)).isGreaterThan(all / 4);
    }

    @Override
    public String toString() {
        return all + " rows: " + codes;
    }
}
