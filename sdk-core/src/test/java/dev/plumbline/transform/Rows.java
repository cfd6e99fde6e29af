package dev.plumbline.transform;

import org.jspecify.annotations.Nullable;

/** Fills rows and reads outputs for tests that are tables. */
final class Rows {
    private Rows() {}

    /** Sets an input to a value by the value's class; null leaves it not found. */
    static void set(InputRow row, int input, @Nullable Object value) {
        if (value instanceof String text) {
            row.setString(input, text);
        } else if (value instanceof Integer integer) {
            row.setInt64(input, integer);
        } else if (value instanceof Long integer) {
            row.setInt64(input, integer);
        } else if (value instanceof Double number) {
            row.setFloat64(input, number);
        } else if (value instanceof Boolean truth) {
            row.setBool(input, truth);
        } else if (value instanceof byte[] octets) {
            row.setBytes(input, octets);
        } else if (value != null) {
            row.setElements(input, value);
        }
    }

    /** Runs a spec of any layout and type over inputs in order, and returns all slots. */
    static double[] run(TransformSpec spec, @Nullable Object... values) {
        Vectorizer vectorizer = spec.vectorizer();
        InputRow row = vectorizer.newInputs();
        for (int i = 0; i < values.length; i++) {
            set(row, i, values[i]);
        }
        double[] out = new double[vectorizer.width()];
        if (vectorizer.isSparse()) {
            SparseVector entries = vectorizer.newSparse();
            vectorizer.transform(row, entries);
            for (int i = 0; i < entries.size(); i++) {
                out[entries.slot(i)] = entries.value(i);
            }
        } else {
            vectorizer.transform(row, out, 0);
        }
        return out;
    }

    /** Runs one feature over one input in binary64. */
    static double[] one(String type, String steps, String policy, @Nullable Object value) {
        return run(Specs.parse(f64(Specs.one(type, steps, policy))), value);
    }

    static double[] one(String type, String steps, @Nullable Object value) {
        return one(type, steps, "{}", value);
    }

    /** A spec of one feature {@code f} over the request inputs {@code a}, {@code b}, and so on. */
    static String several(String steps, String policy, String... types) {
        StringBuilder inputs = new StringBuilder();
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < types.length; i++) {
            char name = (char) ('a' + i);
            inputs.append("  ")
                    .append(name)
                    .append(": {type: \"")
                    .append(types[i])
                    .append("\", from: request}\n");
            names.append(i == 0 ? "" : ", ").append(name);
        }
        return f64("plumbline: 1\nname: one\nversion: a\nsemantics: 1\npolicy: " + policy + "\ninputs:\n" + inputs
                + "features:\n  - {name: f, inputs: [" + names + "], steps: " + steps + "}\n");
    }

    private static String f64(String spec) {
        return spec.replace("semantics: 1\n", "semantics: 1\noutput: {type: f64}\n");
    }
}
