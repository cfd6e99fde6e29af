package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes specs over categories and texts, and rows, that a seed stands for. */
final class RandomCategories {
    private static final String[] TYPES = {
        "string", "string", "i64", "i32", "bool", "list<string>", "list<i64>", "bytes", "f64"
    };
    private static final String[] TEXTS = {"a", "B ", " b", "É", "e\u0301", "ﬁ", "", "zz", "😀", "\uD83D", "1", "-2"};

    private final Random random;
    private final List<String> types = new ArrayList<>();
    private final String unknown;

    RandomCategories(long seed) {
        this.random = new Random(seed);
        this.unknown = pick("error", "oov", "zeros");
    }

    String spec(String output) {
        StringBuilder text = new StringBuilder("plumbline: 1\nname: random\nversion: a\nsemantics: 1\n");
        text.append("output: ").append(output).append("\npolicy: {unknown: ").append(unknown);
        text.append(", stale: ").append(pick("use", "missing", "error"));
        text.append(", nan: ").append(pick("missing", "keep")).append("}\ninputs:\n");
        int inputs = 1 + random.nextInt(5);
        for (int i = 0; i < inputs; i++) {
            types.add(pick(TYPES));
            text.append("  i").append(i).append(": {type: \"").append(types.get(i));
            text.append("\", from: request}\n");
        }
        text.append("features:\n");
        int features = 1 + random.nextInt(8);
        for (int i = 0; i < features; i++) {
            text.append("  - {name: f").append(i).append(", ").append(feature()).append("}\n");
        }
        return text.toString();
    }

    private String feature() {
        int first = random.nextInt(types.size());
        int second = random.nextInt(types.size());
        if (first != second && random.nextInt(3) == 0) {
            List<String> both = List.of(types.get(first), types.get(second));
            String inputs = "inputs: [i" + first + ", i" + second + "], steps: [";
            if (both.stream().allMatch(this::isCrossed) && random.nextBoolean()) {
                return inputs + pick("cross", "{cross: {sep: _}}") + ", " + hash("one_hot") + "]";
            }
            if (both.stream().noneMatch(type -> type.startsWith("list") || type.equals("bytes"))) {
                return inputs + "{hash_vector: {size: " + (1 + random.nextInt(9)) + ", sign: "
                        + pick("none", "alternate") + ", missing: " + pick("pass", "skip") + "}}]";
            }
        }
        return "input: i" + first + ", steps: [" + String.join(", ", steps(types.get(first))) + "]";
    }

    private boolean isCrossed(String type) {
        return !type.startsWith("list") && !type.equals("bytes") && !type.equals("f64");
    }

    private List<String> steps(String type) {
        List<String> steps = new ArrayList<>();
        if (random.nextInt(8) == 0) {
            return List.of("is_missing");
        }
        boolean text = type.endsWith("string") || type.endsWith("string>");
        boolean cleaned = text && random.nextBoolean();
        if (cleaned) {
            steps.add("{string: {normalize: " + pick("none", "nfc", "nfkc") + ", case: lower, trim: true"
                    + pick("", ", remove: \"[^a-z0-9é]\"") + ", empty: " + pick("keep", "missing") + "}}");
        }
        switch (type) {
            case "f64" -> {
                steps.add("{bucketize: {bounds: [-1, 0, 2]}}");
                steps.add(hot());
            }
            case "bytes" -> steps.add(hash(pick("one_hot", "as_number")));
            case "list<string>", "list<i64>" -> {
                steps.add(random.nextBoolean() ? "{hash: {size: 7}}" : vocab(text, cleaned));
                steps.add("{multi_hot: {mode: " + pick("binary", "count", "tf") + "}}");
            }
            default -> scalar(steps, text, cleaned);
        }
        return steps;
    }

    private void scalar(List<String> steps, boolean text, boolean cleaned) {
        switch (random.nextInt(text ? 4 : 5)) {
            case 0 -> {
                steps.add(vocab(text, cleaned));
                steps.add(unknown.equals("zeros") || random.nextBoolean() ? hot() : "as_number");
            }
            case 1 -> steps.add(hash(pick("one_hot", "as_number", "{one_hot: {drop: last}}")));
            case 2 ->
                steps.add("{target_encode: {map: {" + (text ? "a: 2, b: 3" : "\"1\": 2, \"-2\": 3")
                        + "}, prior: 0.5, training: in_fold" + pick("", ", missing: 7") + "}}");
            case 3 ->
                steps.add("{" + pick("value_map", "count_encode", "freq_encode") + ": {map: {"
                        + (text ? "a: 2, zz: 3" : "\"1\": 2, \"0\": 3") + "}"
                        + (unknown.equals("error") && random.nextBoolean() ? "" : ", default: 9") + "}}");
            default -> {
                if (unknown.equals("oov")) {
                    steps.add("{hash: {size: 3}}");
                    steps.add("one_hot");
                } else {
                    steps.add("{one_hot: {size: 3, base: " + pick("0", "-2", "1") + ", drop: "
                            + pick("none", "first", "last") + "}}");
                }
            }
        }
    }

    private String hot() {
        return pick("one_hot", "one_hot", "{one_hot: {drop: first}}", "{one_hot: {drop: last}}");
    }

    private String vocab(boolean text, boolean cleaned) {
        String values = text ? cleaned ? "a, b" : "a, \"B \", \"É\"" : "\"1\", \"-2\"";
        return "{vocab: {values: [" + values + "], oov: " + pick("1", "2", "5") + ", layout: "
                + pick("values_first", "values_last") + ", offset: " + random.nextInt(2)
                + pick("", ", missing: 1", ", missing_as: oov") + "}}";
    }

    private String hash(String then) {
        return "{hash: {size: " + (2 + random.nextInt(9)) + ", mod: " + pick("floor", "abs") + "}}, " + then;
    }

    void fill(InputRow row) {
        row.clear();
        for (int i = 0; i < types.size() && i < row.states.length; i++) {
            Object value = switch (row.layout.kinds[i]) {
                case STRING -> pick(TEXTS);
                case INT64, INT32 -> random.nextInt(6) - 3;
                case BOOL -> random.nextBoolean();
                case BYTES -> new byte[] {(byte) random.nextInt(3)};
                case FLOAT64 -> random.nextInt(5) == 0 ? Double.NaN : random.nextInt(7) - 3.0;
                default ->
                    elements(row.layout.types[i].element().kind() == dev.plumbline.feature.FeatureType.Kind.STRING);
            };
            Rows.set(row, i, value);
            if (random.nextInt(12) == 0 && row.state(i) == ValueState.PRESENT) {
                row.setState(i, ValueState.STALE);
            }
            if (random.nextInt(10) == 0) {
                row.setNull(i);
            }
        }
    }

    private Object elements(boolean texts) {
        int length = random.nextInt(5);
        if (texts) {
            String[] list = new String[length];
            java.util.Arrays.setAll(list, i -> pick(TEXTS));
            return list;
        }
        return random.longs(length, -3, 3).toArray();
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
