package dev.plumbline.benchmarks.mleap;

import dev.plumbline.transform.InputRow;
import java.util.ArrayList;
import java.util.List;

/** The features that both can compute: scores, logarithms, ranges, buckets, words. */
final class SharedSteps {
    static final int SCORES = 22;
    static final int LOGS = 8;
    static final int RANGES = 6;
    static final int BUCKETS = 6;
    static final int WORDS = 5;
    static final int NUMBERS = SCORES + LOGS + RANGES + BUCKETS;
    static final int VALUES = 15;
    static final double[] BOUNDS = {1, 2, 3, 5, 8, 13, 21, 34, 55};

    private SharedSteps() {}

    static double mean(int input) {
        return 3 + input * 0.125;
    }

    static double std(int input) {
        return 1.5 + input * 0.25;
    }

    static double number(int input) {
        return 0.75 + input * 1.375;
    }

    static String word(int input) {
        return "value-" + input * 7 % VALUES;
    }

    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < VALUES; i++) {
            words.add("value-" + i);
        }
        return words;
    }

    static void fill(InputRow row) {
        for (int i = 0; i < NUMBERS; i++) {
            row.setFloat64(i, number(i));
        }
        for (int i = 0; i < WORDS; i++) {
            row.setString(NUMBERS + i, WORDS_OF_ROW[i]);
        }
    }

    private static final String[] WORDS_OF_ROW = wordsOfRow();

    private static String[] wordsOfRow() {
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = word(NUMBERS + i);
        }
        return words;
    }

    static Iterable<Object> values() {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < NUMBERS; i++) {
            values.add(number(i));
        }
        values.addAll(List.of(WORDS_OF_ROW));
        return values;
    }

    static String yaml() {
        StringBuilder text = new StringBuilder("plumbline: 1\nname: shared\nversion: \"1\"\nsemantics: 1\n"
                + "output: {type: f64}\npolicy: {math: fast}\ninputs:\n");
        for (int i = 0; i < NUMBERS + WORDS; i++) {
            text.append("  i").append(i).append(": {type: ").append(i < NUMBERS ? "f64" : "string");
            text.append(", from: request}\n");
        }
        text.append("features:\n");
        for (int i = 0; i < NUMBERS + WORDS; i++) {
            text.append("  - {name: f").append(i).append(", input: i").append(i).append(", steps: [");
            text.append(steps(i)).append("]}\n");
        }
        return text.toString();
    }

    private static String steps(int i) {
        String score = "{zscore: {mean: " + mean(i) + ", std: " + std(i) + "}}";
        if (i < SCORES) {
            return score;
        }
        if (i < SCORES + LOGS) {
            return "log, " + score;
        }
        if (i < SCORES + LOGS + RANGES) {
            return "{minmax: {min: 1, max: 100}}";
        }
        if (i < NUMBERS) {
            return "{bucketize: {bounds: [1, 2, 3, 5, 8, 13, 21, 34, 55]}}, as_number";
        }
        return "{vocab: {values: [" + String.join(", ", words()) + "]}}, one_hot";
    }
}
