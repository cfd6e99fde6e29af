package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs a spec's examples when it is loaded: a platform that computes other bits must not serve. */
final class GoldenRows {
    private final Scalars scalars;
    private final DocumentValues values;
    private final Vectorizer vectorizer;
    private final boolean float32;
    private final Set<String> inputs;

    GoldenRows(Scalars scalars, Vectorizer vectorizer, boolean float32, List<String> inputs) {
        this.scalars = scalars;
        this.values = new DocumentValues(scalars);
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

    /** Returns what the rows give, in the words of the document. */
    List<String> outputs(List<ParsedSpec.Example> examples) {
        InputRow row = vectorizer.newInputs();
        List<String> outputs = new ArrayList<>();
        for (ParsedSpec.Example example : examples) {
            String where = "example " + outputs.size();
            row.clear();
            fill(row, example, where);
            outputs.add(spell(run(example, row, where)));
        }
        return outputs;
    }

    private String spell(Output output) {
        return IntStream.range(0, output.words.length)
                .mapToObj(i -> (output.slots == null ? "" : output.slots[i] + ":") + hex(output.words[i]))
                .collect(Collectors.joining(" "));
    }

    private void fill(InputRow row, ParsedSpec.Example example, String where) {
        Map<String, SpecNode> given = scalars.map(example.in(), where + " in");
        given.forEach((name, node) -> {
            if (!inputs.contains(name)) {
                throw scalars.site.fault(
                        "PLB-101",
                        node.line,
                        where + " sets the unknown input '" + name + "'" + Names.hint(name, inputs));
            }
            values.set(row, row.input(name), node, where + " " + name);
        });
        for (String name : inputs) {
            if (!given.containsKey(name)) {
                throw scalars.site.fault(
                        "PLB-101", example.line(), where + " does not set input '" + name + "'; write it, or null");
            }
        }
    }

    private void compare(ParsedSpec.Example example, InputRow row, int index) {
        String where = "example " + index;
        String text = example.out().text;
        if (text == null) {
            throw scalars.wrongType(example.out(), where + " out", "hex words in one text");
        }
        String[] expected = text.isBlank() ? new String[0] : text.trim().split("\\s+", -1);
        int digits = float32 ? 8 : 16;
        Output got = run(example, row, where);
        if (expected.length != got.words.length) {
            throw scalars.site.fault(
                    "PLB-110",
                    example.out().line,
                    where + " out has " + expected.length + " words and the output has " + got.words.length
                            + (got.slots == null ? " slots" : " entries") + "; write one word of " + digits
                            + " hex digits for each");
        }
        for (int i = 0; i < got.words.length; i++) {
            int slot = got.slots == null ? i : got.slots[i];
            String prefix = got.slots == null ? "" : slot + ":";
            String word = expected[i];
            if (!word.startsWith(prefix) || !word.substring(prefix.length()).matches("[0-9a-fA-F]{" + digits + "}")) {
                throw scalars.site.fault(
                        "PLB-110",
                        example.out().line,
                        where + " slot " + slot + " is '" + word + "'; write "
                                + (prefix.isEmpty() ? "" : prefix + " and ") + digits + " hex digits");
            }
            long wanted = HexFormat.fromHexDigitsToLong(word.substring(prefix.length()));
            if (wanted != got.words[i]) {
                throw scalars.site.fault(
                        "PLB-110",
                        example.out().line,
                        where + " slot " + slot + " (" + vectorizer.slotNames().get(slot) + "): expected "
                                + spell(wanted) + " got " + spell(got.words[i]) + " on JDK "
                                + Runtime.version().feature()
                                + " " + System.getProperty("os.arch")
                                + "; correct the row if the spec was changed, else do not serve here");
            }
        }
    }

    /** The bits of an output; with slots if it is sparse. */
    private static final class Output {
        final int @Nullable [] slots;
        final long[] words;

        Output(int @Nullable [] slots, long[] words) {
            this.slots = slots;
            this.words = words;
        }
    }

    private Output run(ParsedSpec.Example example, InputRow row, String where) {
        try {
            if (vectorizer.isSparse()) {
                SparseVector out = vectorizer.newSparse();
                vectorizer.transform(row, out);
                return new Output(out.slots(), float32 ? words(out.float32s()) : words(out.float64s()));
            }
            if (float32) {
                float[] out = new float[vectorizer.width()];
                vectorizer.transform(row, out, 0);
                return new Output(null, words(out));
            }
            double[] out = new double[vectorizer.width()];
            vectorizer.transform(row, out, 0);
            return new Output(null, words(out));
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
    }

    private static long[] words(float[] values) {
        return IntStream.range(0, values.length)
                .mapToLong(i -> Integer.toUnsignedLong(Float.floatToRawIntBits(values[i])))
                .toArray();
    }

    private static long[] words(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private String spell(long word) {
        return hex(word) + " ("
                + (float32
                        ? Float.toString(Float.intBitsToFloat((int) word))
                        : Double.toString(Double.longBitsToDouble(word)))
                + ")";
    }

    private String hex(long word) {
        return float32 ? HexFormat.of().toHexDigits((int) word) : HexFormat.of().toHexDigits(word);
    }
}
