package dev.plumbline.transform.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.TransformSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts what the random specs were made of, so that a test cannot pass by trying nothing. */
final class Coverage {
    private static final int SPECS_OF_A_WORD = 5;
    private static final int ROWS_OF_AN_OP = 100;

    private final Map<String, Boolean> there = new HashMap<>();
    private final Map<String, Integer> specs = new TreeMap<>();
    private final Map<String, Integer> rows = new TreeMap<>();
    private final Map<String, Integer> codes = new TreeMap<>();
    private int all;

    /** Whether the kernel has an op. */
    boolean exists(String op) {
        return there.computeIfAbsent(op, Coverage::isKnown);
    }

    /** Whether the kernel has every op of the spec reference. */
    boolean isComplete() {
        return new Catalogue().ops.keySet().stream().allMatch(this::exists);
    }

    private static boolean isKnown(String op) {
        try {
            TransformSpec.parse(
                    "{plumbline: 1, name: a, version: a, semantics: 1, inputs: {v: {type: f64, from: request}},"
                            + " features: [{name: f, input: v, steps: [" + op + "]}]}",
                    "probe");
            return true;
        } catch (SpecException e) {
            return !String.valueOf(e.getMessage()).contains("has the unknown op");
        }
    }

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

    void check() {
        Set<String> rare = new TreeSet<>();
        new Catalogue().ops.forEach((op, options) -> {
            if (!exists(op)) {
                return;
            }
            if (rows.getOrDefault(op, 0) < ROWS_OF_AN_OP) {
                rare.add(op + " gave values in " + rows.getOrDefault(op, 0) + " rows");
            }
            for (String option : options) {
                String word = op + "." + option;
                if (specs.getOrDefault(word, 0) < SPECS_OF_A_WORD) {
                    rare.add(word + " in " + specs.getOrDefault(word, 0) + " specs");
                }
            }
        });
        assertThat(rare).isEmpty();
        assertThat(codes.getOrDefault("values", 0)).isGreaterThan(all / 4);
    }

    @Override
    public String toString() {
        return all + " rows: " + codes;
    }
}
