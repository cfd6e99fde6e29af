package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes specs and rows that a seed stands for. */
final class RandomSpecs {
    private static final String[] TYPES = {
        "f64", "f64", "f32", "i64", "i32", "bool", "string", "timestamp", "vector<f64,2>", "list<i64>"
    };

    static final String[] ELEMENTWISE = {
        "log1p",
        "{clip: {min: -1, max: 25}}",
        "{clip: {max: 20}}",
        "{clip: {min: 0, max: 1e30}}",
        "{zscore: {mean: 0, std: 1.5}}",
        "{zscore: {mean: 3.75, std: 3.1}}",
        "{zscore: {mean: 3.75, std: 3.1, form: div}}",
        "{zscore: {mean: 3.75, std: 0, zero_std: zeros}}",
        "{zscore: {mean: 3.75, std: 0, zero_std: center}}",
        "{zscore: {mean: 3.75, std: 1e-9, zero_std: epsilon}}",
        "{zscore: {mean: 0, std: 1e-300}}",
        "{center_scale: {center: 3.75, scale: 3.1}}",
        "{center_scale: {preset: sklearn, center: 3.75, scale: 0}}",
        "{minmax: {min: 1, max: 4}}",
        "{minmax: {min: 1, max: 4, to: [-1, 1], form: affine}}",
        "{minmax: {min: 4, max: 4, zero_range: middle}}",
        "{minmax: {min: 4, max: 4, zero_range: center}}",
        "{maxabs: {max: 3}}",
        "{maxabs: {max: 3, form: div}}",
        "{scale: {by: -0.1, offset: 7}}",
        "{scale: {by: 0}}",
        "{winsorize: {min: -3, max: 21}}",
        "{log: {base: 2}}",
        "{log: {base: 10, domain: missing}}",
        "{log1p: {domain: missing}}",
        "signed_log1p",
        "sqrt",
        "{sqrt: {domain: missing}}",
        "{pow: {exponent: 2}}",
        "{pow: {exponent: 0.3, domain: missing}}",
        "exp",
        "expm1",
        "abs",
        "sign",
        "{reciprocal: {zero: 0.5}}",
        "{reciprocal: {zero: missing}}",
        "{power: {method: yeo_johnson, lambda: 0.7}}",
        "{power: {method: yeo_johnson, lambda: 0}}",
        "{power: {method: box_cox, lambda: -0.2, domain: missing}}",
        "{round: {mode: half_up, digits: 2}}",
        "{round: {preset: sklearn}}",
        "{round: {mode: trunc, digits: 1}}",
        "{binarize: {threshold: 1}}",
        "{binarize: {threshold: 1, compare: ge}}"
    };

    static final String[] JOINS = {
        "sum", "product", "min", "max", "poly", "{poly: {degree: 3, order: spark, bias: true}}"
    };

    static final String[] JOINS_OF_TWO = {"diff", "{ratio: {zero: -1}}", "{ratio: {zero: missing}}"};
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
                    .append(": {type: \"")
                    .append(types.get(i))
                    .append("\", from: request}\n");
        }
        text.append("features:\n");
        int features = 1 + random.nextInt(12);
        for (int i = 0; i < features; i++) {
            text.append("  - {name: f").append(i).append(", ").append(feature()).append("]}\n");
        }
        return text.toString();
    }

    private String feature() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (!types.get(i).equals("string")
                    && !types.get(i).equals("timestamp")
                    && !types.get(i).contains("<")) {
                numbers.add(i);
            }
        }
        if (numbers.size() > 1 && random.nextInt(5) == 0) {
            Collections.shuffle(numbers, random);
            return "inputs: "
                    + numbers.stream().map(input -> "i" + input).limit(3).toList()
                    + ", steps: [" + String.join(", ", join(Math.min(3, numbers.size())));
        }
        int input = random.nextInt(types.size());
        return "input: i" + input + ", steps: [" + String.join(", ", steps(types.get(input)));
    }

    private List<String> join(int inputs) {
        List<String> steps = new ArrayList<>();
        steps.add(inputs == 2 && random.nextBoolean() ? pick(JOINS_OF_TWO) : pick(JOINS));
        if (steps.get(0).contains("poly")) {
            elementwise(steps, 2);
        } else {
            numbers(steps);
        }
        return steps;
    }

    private void elementwise(List<String> steps, int most) {
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            steps.add(pick(ELEMENTWISE));
        }
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
        } else if (type.startsWith("list")) {
            steps.add("{impute: {value: " + pick("[]", "[1, 2]", "[0.5]") + "}}");
            elementwise(steps, 2);
            steps.add("{list_pool: {fn: sum}}");
        } else if (random.nextInt(3) == 0) {
            steps.add("{impute: {value: " + random.nextInt(40) + "}}");
        }
        if (type.startsWith("vector") && !steps.contains("is_missing")) {
            elementwise(steps, 3);
            steps.add(pick("poly", "{impute: {value: 0.5}}"));
            return steps;
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
            steps.add(random.nextInt(10) == 0 ? "{impute: {value: 6}}" : pick(ELEMENTWISE));
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                steps.add("{bucketize: {bounds: [-1, 0, 10, 20.5], closed: " + pick("left", "right") + "}}");
                steps.add(pick("one_hot", "as_number"));
                if (steps.get(steps.size() - 1).equals("as_number") && random.nextBoolean()) {
                    numbers(steps);
                }
            }
            case 1 -> {
                steps.add("{cyclic: {period: 24, order: " + pick("sin_cos", "cos_sin") + "}}");
                elementwise(steps, 1);
            }
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
            case VECTOR -> row.setFloat64s(input, new double[] {number(), number()});
            case LIST ->
                row.setInt64s(input, random.longs(random.nextInt(4), -5, 60).toArray());
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
