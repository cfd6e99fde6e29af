package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes specs and rows that a seed stands for. */
final class RandomSpecs {
    private static final String[] TYPES = {"f64", "f64", "f32", "i64", "i32", "bool", "string", "timestamp"};
    private static final double[] ODD = {
        0.0,
        -0.0,
        1,
        -1,
        -0.9999999999,
        1e308,
        -1e308,
        3.5e38,
        -3.5e38,
        1e-46,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        10,
        20,
        30
    };

    private final Random random;
    private final List<String> types = new ArrayList<>();

    RandomSpecs(long seed) {
        this.random = new Random(seed);
    }

    String spec(String outputType) {
        int inputs = 1 + random.nextInt(6);
        StringBuilder text = new StringBuilder("plumbline: 1\nname: random\nversion: a\nsemantics: 1\n");
        text.append("output: {type: ")
                .append(outputType)
                .append("}\npolicy: ")
                .append(policy())
                .append("\ninputs:\n");
        for (int i = 0; i < inputs; i++) {
            types.add(pick(TYPES));
            text.append("  i")
                    .append(i)
                    .append(": {type: ")
                    .append(types.get(i))
                    .append(", from: request}\n");
        }
        text.append("features:\n");
        int features = 1 + random.nextInt(12);
        for (int i = 0; i < features; i++) {
            int input = random.nextInt(inputs);
            text.append("  - {name: f")
                    .append(i)
                    .append(", input: i")
                    .append(input)
                    .append(", steps: [");
            text.append(String.join(", ", steps(types.get(input)))).append("]}\n");
        }
        return text.toString();
    }

    private String policy() {
        return "{nan: " + pick("missing", "error", "keep") + ", inf: " + pick("error", "missing", "keep") + ", stale: "
                + pick("use", "missing", "error") + ", error: " + pick("error", "missing") + ", unknown: "
                + pick("error", "oov") + ", math: " + pick("strict", "fast")
                + pick("", ", missing: {impute: {value: 2.5}}") + "}";
    }

    private List<String> steps(String type) {
        List<String> steps = new ArrayList<>();
        if (random.nextInt(6) == 0) {
            steps.add("is_missing");
        } else if (type.equals("string")) {
            steps.add("{vocab: {values: [a, b, c], oov: 1, missing: " + random.nextInt(2) + ", offset: "
                    + random.nextInt(2) + "}}");
            steps.add(pick("one_hot", "as_number"));
        } else if (type.equals("timestamp")) {
            steps.add("{cyclic: {part: second_of_day, zone: UTC, period: 86400}}");
        } else if (random.nextInt(3) == 0) {
            steps.add("{impute: {value: " + random.nextInt(40) + "}}");
        }
        boolean vector = (type.equals("timestamp") && !steps.contains("is_missing")) || steps.contains("one_hot");
        if (!vector) {
            numbers(steps);
        }
        return steps;
    }

    private void numbers(List<String> steps) {
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            steps.add(pick(
                    "log1p",
                    "{clip: {min: -1, max: 25}}",
                    "{clip: {max: 20}}",
                    "{clip: {min: 0, max: 1e30}}",
                    "{zscore: {mean: 0, std: 1.5}}",
                    "{zscore: {mean: 3.75, std: 3.1}}",
                    "{zscore: {mean: 3.75, std: 3.1, form: div}}",
                    "{zscore: {mean: 3.75, std: 0, zero_std: zeros}}",
                    "{zscore: {mean: 3.75, std: 0, zero_std: center}}",
                    "{zscore: {mean: 0, std: 1e-300}}",
                    "{minmax: {min: 1, max: 4}}",
                    "{minmax: {min: 1, max: 4, to: [-1, 1], form: affine}}",
                    "{impute: {value: 6}}"));
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                steps.add("{bucketize: {bounds: [-1, 0, 10, 20.5], closed: " + pick("left", "right") + "}}");
                steps.add(pick("one_hot", "as_number"));
                if (steps.get(steps.size() - 1).equals("as_number") && random.nextBoolean()) {
                    numbers(steps);
                }
            }
            case 1 -> steps.add("{cyclic: {period: 24, order: " + pick("sin_cos", "cos_sin") + "}}");
            default -> {}
        }
    }

    void fill(InputRow row) {
        row.clear();
        for (int i = 0; i < row.states.length; i++) {
            value(row, i);
            if (random.nextInt(12) == 0 && (row.state(i) == ValueState.PRESENT)) {
                row.setState(i, ValueState.STALE);
            }
            if (random.nextInt(10) == 0) {
                row.setState(i, pickState());
            }
        }
    }

    private ValueState pickState() {
        return new ValueState[] {ValueState.NULL, ValueState.NOT_FOUND, ValueState.ERROR}[random.nextInt(3)];
    }

    private void value(InputRow row, int input) {
        switch (row.layout.kinds[input]) {
            case FLOAT64 -> row.setFloat64(input, number());
            case FLOAT32 -> row.setFloat64(input, (float) number());
            case INT64 -> row.setInt64(input, random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(60) - 5);
            case INT32 -> row.setInt64(input, random.nextInt(60) - 5);
            case BOOL -> row.setBool(input, random.nextBoolean());
            case STRING -> row.setString(input, pick("a", "b", "c", "d", ""));
            case TIMESTAMP -> row.setTimestamp(input, random.nextLong());
            default -> throw new IllegalStateException("no such input");
        }
    }

    private double number() {
        return random.nextInt(3) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 20;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
