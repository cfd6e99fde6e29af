package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Runs a spec's examples when it is loaded: a platform that computes other bits must not serve. */
final class GoldenRows {
    private final Scalars scalars;
    private final Vectorizer vectorizer;
    private final boolean float32;
    private final Set<String> inputs;

    GoldenRows(Scalars scalars, Vectorizer vectorizer, boolean float32, List<String> inputs) {
        this.scalars = scalars;
        this.vectorizer = vectorizer;
        this.float32 = float32;
        this.inputs = new LinkedHashSet<>(inputs);
    }

    void check(List<ParsedSpec.Example> examples) {
        InputRow row = vectorizer.newInputs();
        for (int i = 0; i < examples.size(); i++) {
            row.clear();
            fill(row, examples.get(i), "example " + i);
            compare(examples.get(i), row, i);
        }
    }

    private void fill(InputRow row, ParsedSpec.Example example, String where) {
        Map<String, SpecNode> values = scalars.map(example.in(), where + " in");
        values.forEach((name, node) -> {
            if (!inputs.contains(name)) {
                throw scalars.site.fault(
                        "PLB-101",
                        node.line,
                        where + " sets the unknown input '" + name + "'" + Names.hint(name, inputs));
            }
            set(row, row.input(name), node, where + " " + name);
        });
        for (String name : inputs) {
            if (!values.containsKey(name)) {
                throw scalars.site.fault(
                        "PLB-101", example.line(), where + " does not set input '" + name + "'; write it, or null");
            }
        }
    }

    private void set(InputRow row, int input, SpecNode node, String where) {
        if (node.isPlain("null")) {
            row.setNull(input);
            return;
        }
        switch (row.layout.kinds[input]) {
            case BOOL -> row.setBool(input, scalars.bool(node, where));
            case INT32, INT64 -> {
                long value = scalars.integer(node, where);
                try {
                    row.setInt64(input, value);
                } catch (IllegalArgumentException e) {
                    throw scalars.wrongType(node, where, "an i32");
                }
            }
            case FLOAT32, FLOAT64 -> row.setFloat64(input, number(node, where));
            case STRING -> row.setString(input, scalars.dataText(node, where));
            case TIMESTAMP -> row.setTimestamp(input, time(node, where));
            default -> throw scalars.wrongType(node, where, "null: no op of this version takes a list");
        }
    }

    private double number(SpecNode node, String where) {
        if (node.isPlain("NaN")) {
            return Double.NaN;
        }
        if (node.isPlain("Infinity")) {
            return Double.POSITIVE_INFINITY;
        }
        if (node.isPlain("-Infinity")) {
            return Double.NEGATIVE_INFINITY;
        }
        return scalars.number(node, where);
    }

    private long time(SpecNode node, String where) {
        String text = scalars.text(node, where);
        if (node.plain && text.matches("-?[0-9]+")) {
            return scalars.integer(node, where);
        }
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw scalars.wrongType(node, where, "microseconds since 1970, or a time such as 2026-07-01T00:00:00Z");
        }
    }

    private void compare(ParsedSpec.Example example, InputRow row, int index) {
        String where = "example " + index;
        String[] expected = scalars.text(example.out(), where + " out").trim().split("\\s+", -1);
        int digits = float32 ? 8 : 16;
        if (expected.length != vectorizer.width()) {
            throw scalars.site.fault(
                    "PLB-110",
                    example.out().line,
                    where + " out has " + expected.length + " words and the spec has " + vectorizer.width()
                            + " slots; write one word of " + digits + " hex digits for each");
        }
        long[] got = run(example, row, where);
        for (int slot = 0; slot < got.length; slot++) {
            String word = expected[slot];
            if (!word.matches("[0-9a-fA-F]{" + digits + "}")) {
                throw scalars.site.fault(
                        "PLB-110",
                        example.out().line,
                        where + " slot " + slot + " is '" + word + "'; write " + digits + " hex digits");
            }
            long wanted = HexFormat.fromHexDigitsToLong(word);
            if (wanted != got[slot]) {
                throw scalars.site.fault(
                        "PLB-110",
                        example.out().line,
                        where + " slot " + slot + " (" + vectorizer.slotNames().get(slot) + "): expected "
                                + spell(wanted) + " got " + spell(got[slot]) + " on JDK "
                                + Runtime.version().feature()
                                + " " + System.getProperty("os.arch")
                                + "; correct the row if the spec was changed, else do not serve here");
            }
        }
    }

    private long[] run(ParsedSpec.Example example, InputRow row, String where) {
        long[] words = new long[vectorizer.width()];
        try {
            if (float32) {
                float[] out = new float[words.length];
                vectorizer.transform(row, out, 0);
                for (int i = 0; i < out.length; i++) {
                    words[i] = Integer.toUnsignedLong(Float.floatToRawIntBits(out[i]));
                }
            } else {
                double[] out = new double[words.length];
                vectorizer.transform(row, out, 0);
                for (int i = 0; i < out.length; i++) {
                    words[i] = Double.doubleToRawLongBits(out[i]);
                }
            }
        } catch (TransformException e) {
            throw new SpecException(
                    "PLB-110",
                    example.line(),
                    scalars.site.message(
                            "PLB-110",
                            example.line(),
                            where + " has no output: " + Objects.requireNonNull(e.getMessage())
                                    + "; correct the row or the policy"),
                    e);
        }
        return words;
    }

    private String spell(long word) {
        return float32
                ? HexFormat.of().toHexDigits((int) word) + " (" + Float.intBitsToFloat((int) word) + ")"
                : HexFormat.of().toHexDigits(word) + " (" + Double.longBitsToDouble(word) + ")";
    }
}
