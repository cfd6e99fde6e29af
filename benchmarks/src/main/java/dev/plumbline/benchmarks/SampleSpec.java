package dev.plumbline.benchmarks;

import dev.plumbline.transform.InputRow;
import java.util.Locale;

/**
 * 50 features, their parameters and one row of inputs.
 *
 * @param zscores how many are z-scores
 * @param logs how many are logarithms, then z-scores
 * @param ranges how many are clipped, then scaled to a range
 * @param buckets how many are bucketized with nine bounds
 * @param words how many are texts, one-hot over fifteen values and one slot for others
 * @param flags how many are missing indicators
 */
record SampleSpec(int zscores, int logs, int ranges, int buckets, int words, int flags) {
    static final int VALUES = 15;
    static final double[] BOUNDS = {1, 2, 3, 5, 8, 13, 21, 34, 55};

    static SampleSpec of(String name) {
        return name.equals("mixed") ? new SampleSpec(22, 8, 6, 6, 5, 3) : new SampleSpec(50, 0, 0, 0, 0, 0);
    }

    int numbers() {
        return zscores + logs + ranges + buckets;
    }

    int size() {
        return numbers() + words + flags;
    }

    boolean isWord(int input) {
        return input >= numbers() && input < numbers() + words;
    }

    double mean(int input) {
        return 3 + input * 0.125;
    }

    double std(int input) {
        return 1.5 + input * 0.25;
    }

    double number(int input) {
        return 0.75 + input * 1.375;
    }

    String word(int input) {
        return "value-" + (input * 7 % (VALUES + 1));
    }

    void fill(InputRow inputs) {
        for (int i = 0; i < size(); i++) {
            if (isWord(i)) {
                inputs.setString(i, word(i));
            } else {
                inputs.setFloat64(i, number(i));
            }
        }
    }

    String yaml() {
        StringBuilder text = new StringBuilder("plumbline: 1\nname: bench\nversion: \"1\"\nsemantics: 1\n"
                + "output: {name: x, type: f32, layout: dense}\n"
                + "policy: {missing: error, nan: error, inf: error, unknown: oov}\ninputs:\n");
        for (int i = 0; i < size(); i++) {
            text.append("  i").append(i).append(": {type: ").append(isWord(i) ? "string" : "f64");
            text.append(", from: request}\n");
        }
        text.append("features:\n");
        for (int i = 0; i < size(); i++) {
            text.append("  - {name: f").append(i).append(", input: i").append(i).append(", steps: [");
            text.append(steps(i)).append("]}\n");
        }
        return text.toString();
    }

    private String steps(int i) {
        String zscore = String.format(Locale.ROOT, "{zscore: {mean: %s, std: %s}}", mean(i), std(i));
        if (i < zscores) {
            return zscore;
        }
        if (i < zscores + logs) {
            return "{log1p: {}}, " + zscore;
        }
        if (i < zscores + logs + ranges) {
            return "{clip: {min: 1, max: 100}}, {minmax: {min: 1, max: 100, to: [0, 1]}}";
        }
        if (i < numbers()) {
            return "{bucketize: {bounds: [1, 2, 3, 5, 8, 13, 21, 34, 55]}}, {as_number: {}}";
        }
        if (isWord(i)) {
            StringBuilder values = new StringBuilder();
            for (int value = 0; value < VALUES; value++) {
                values.append(value == 0 ? "" : ", ")
                        .append("\"value-")
                        .append(value)
                        .append('"');
            }
            return "{vocab: {values: [" + values + "], oov: 1}}, {one_hot: {}}";
        }
        return "{is_missing: {}}";
    }
}
