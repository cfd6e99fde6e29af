package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the ops over categories give, and what their slots are called. */
class CategoryOpsTest {
    private static final String OOV = "{unknown: oov}";
    private static final String ZEROS = "{unknown: zeros}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            oov: 1, missing: 1                                           | 0 1 2 3 | f=a f=b f[oov] f[missing]
            offset: 2, oov: 1, missing: 1                                | 2 3 4 5 | f[0] f[1] f=a f=b f[oov] f[missing]
            layout: values_last, oov: 1, missing: 1                      | 2 3 1 0 | f[missing] f[oov] f=a f=b
            layout: values_last, offset: 1, oov: 1, missing: 1           | 3 4 2 1 | f[0] f[missing] f[oov] f=a f=b
            oov: 1, missing_as: oov                                      | 0 1 2 2 | f=a f=b f[oov]
            layout: values_last, oov: 1, missing_as: oov                 | 1 2 0 0 | f[oov] f=a f=b
            preset: keras                                                | 2 3 1 0 | f[missing] f[oov] f=a f=b
            preset: spark                                                | 0 1 2 2 | f=a f=b f[oov]
            oov: 1, missing: 1, layout: values_first, min_count: 3, max_size: 2, order: desc | 0 1 2 3 | f=a f=b f[oov] f[missing]
            """)
    void vocab_layouts_haveTheirPlacesAndNames(String options, String indexes, String names) {
        String vocab = "{vocab: {values: [a, b], " + options + "}}";
        String[] expected = indexes.split(" ", -1);
        @Nullable Object[] values = {"a", "b", "zz", null};
        for (int i = 0; i < values.length; i++) {
            assertThat(Rows.one("string", "[" + vocab + ", as_number]", OOV, values[i]))
                    .as("value %d", i)
                    .containsExactly(Double.parseDouble(expected[i]));
        }
        TransformSpec hot = Specs.parse(Specs.one("string", "[" + vocab + ", one_hot]", OOV));
        assertThat(hot.vectorizer().slotNames()).containsExactly(names.split(" ", -1));
    }

    @Test
    void vocab_severalSlotsForUnknown_areChosenByHash() {
        String vocab = "[{vocab: {values: [a], oov: 3, layout: %s}}, as_number]";
        for (String text : List.of("x", "zürich", "😀", "")) {
            int slot = Math.floorMod(Murmur3Test.plain(text.getBytes(StandardCharsets.UTF_8), 42), 3);
            assertThat(Rows.one("string", vocab.formatted("values_first"), OOV, text))
                    .containsExactly(1.0 + slot);
            assertThat(Rows.one("string", vocab.formatted("values_last"), OOV, text))
                    .containsExactly((double) slot);
        }
        assertThat(Specs.parse(Specs.one("string", "[{vocab: {values: [a], oov: 2, missing: 1}}, one_hot]", OOV))
                        .vectorizer()
                        .slotNames())
                .containsExactly("f=a", "f[oov0]", "f[oov1]", "f[missing]");
        assertThat(Rows.one("string", "[{vocab: {values: [a], oov: 3, missing_as: oov}}, as_number]", OOV, null))
                .containsExactly(1);
    }

    @Test
    void vocab_integers_areTheirDigits() {
        String vocab = "[{vocab: {values: [\"10\", \"-7\", \"9223372036854775807\"], oov: 5}}, as_number]";

        assertThat(Rows.one("i64", vocab, OOV, 10)).containsExactly(0);
        assertThat(Rows.one("i32", vocab, OOV, -7)).containsExactly(1);
        assertThat(Rows.one("i64", vocab, OOV, Long.MAX_VALUE)).containsExactly(2);
        for (long unknown : new long[] {0, 7, Long.MIN_VALUE, Long.MAX_VALUE - 1}) {
            byte[] digits = Long.toString(unknown).getBytes(StandardCharsets.US_ASCII);
            assertThat(Rows.one("i64", vocab, OOV, unknown))
                    .containsExactly(3.0 + Math.floorMod(Murmur3Test.plain(digits, 42), 5));
        }
        assertThat(Rows.one("bool", "[{vocab: {values: [\"1\", \"0\"]}}, as_number]", false))
                .containsExactly(1);
    }

    @Test
    void vocab_lists_giveEachItsIndex() {
        String steps = "[{vocab: {values: [a, b], oov: 1}}, {multi_hot: {mode: count}}]";

        assertThat(Rows.one("list<string>", steps, OOV, new String[] {"b", "zz", "b", "a"}))
                .containsExactly(1, 2, 1);
        assertThat(Rows.one("list<string>", steps, ZEROS, new String[] {"b", "zz"}))
                .containsExactly(0, 1, 0);
        assertFault(
                "PLB-308",
                "has element 1, which is not among the 2 values of vocab",
                () -> Rows.one("list<string>", steps, new String[] {"b", "zz"}));
        assertThat(Rows.one("list<i32>", "[{vocab: {values: [\"3\"], oov: 1}}, multi_hot]", OOV, new int[] {4, 3, 9}))
                .containsExactly(1, 1);
        assertThat(Rows.one("list<bool>", "[{vocab: {values: [\"0\", \"1\"]}}, multi_hot]", new boolean[] {true}))
                .containsExactly(0, 1);
    }

    @Test
    void vocab_missingList_passes() {
        assertFault(
                "PLB-301",
                "is not_found",
                () -> Rows.one("list<string>", "[{vocab: {values: [a], oov: 1, missing: 1}}, multi_hot]", OOV, null));
        assertFault(
                "PLB-301",
                "is not_found",
                () -> Rows.one("list<string>", "[{vocab: {values: [a], preset: spark}}, multi_hot]", OOV, null));
    }

    @Test
    void vocab_thousandsOfValues_areAllFound() {
        StringBuilder texts = new StringBuilder();
        StringBuilder integers = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            texts.append(i == 0 ? "" : ", ").append("\"v").append(i * 7919).append('"');
            integers.append(i == 0 ? "" : ", ").append('"').append(i * 65_536L).append('"');
        }
        TransformSpec ofTexts = Specs.parse(Specs.one("string", "[{vocab: {values: [" + texts + "]}}, as_number]"));
        TransformSpec ofIntegers = Specs.parse(Specs.one("i64", "[{vocab: {values: [" + integers + "]}}, as_number]"));
        for (int i = 0; i < 5_000; i++) {
            InputRow text = ofTexts.vectorizer().newInputs();
            text.setString(0, "v" + i * 7919);
            assertThat(Specs.run(ofTexts, text)).containsExactly(i);
            InputRow integer = ofIntegers.vectorizer().newInputs();
            integer.setInt64(0, i * 65_536L);
            assertThat(Specs.run(ofIntegers, integer)).containsExactly(i);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drop: none          | 0 | 1 0 0
            drop: none          | 2 | 0 0 1
            drop: first         | 0 | 0 0
            drop: first         | 1 | 1 0
            drop: first         | 2 | 0 1
            drop: last          | 0 | 1 0
            drop: last          | 2 | 0 0
            preset: spark       | 1 | 0 1
            size: 3             | 1 | 0 1 0
            """)
    void oneHot_index_dropsOneCategory(String options, int category, String slots) {
        String text = new String[] {"a", "b", "c"}[category];

        assertThat(Rows.one("string", "[{vocab: {values: [a, b, c]}}, {one_hot: {" + options + "}}]", text))
                .containsExactly(numbers(slots));
        assertThat(Rows.one("f64", "[{bucketize: {bounds: [1, 2]}}, {one_hot: {" + options + "}}]", (double) category))
                .containsExactly(numbers(slots));
    }

    @Test
    void oneHot_droppedAndUnknown_areBothZeros() {
        for (String drop : List.of("first", "last")) {
            assertThat(Rows.one("string", "[{vocab: {values: [a, b]}}, {one_hot: {drop: " + drop + "}}]", ZEROS, "zz"))
                    .containsExactly(0);
        }
        TransformSpec first = Specs.parse(Specs.one("string", "[{vocab: {values: [a, b]}}, {one_hot: {drop: first}}]"));
        TransformSpec last = Specs.parse(Specs.one("f64", "[{bucketize: {bounds: [1, 2]}}, {one_hot: {drop: last}}]"));
        assertThat(first.vectorizer().slotNames()).containsExactly("f=b");
        assertThat(last.vectorizer().slotNames()).containsExactly("f[0]", "f[1]");
    }

    @Test
    void oneHot_integer_isARange() {
        assertThat(Rows.one("i64", "[{one_hot: {size: 3}}]", 2)).containsExactly(0, 0, 1);
        assertThat(Rows.one("i64", "[{one_hot: {size: 3, base: 1}}]", 1)).containsExactly(1, 0, 0);
        assertThat(Rows.one("i64", "[{one_hot: {size: 3, base: -1, drop: first}}]", 0))
                .containsExactly(1, 0);
        assertThat(Rows.one("bool", "[{one_hot: {size: 2}}]", true)).containsExactly(0, 1);
        assertThat(Rows.one("i64", "[{impute: {value: 1}}, {one_hot: {size: 2}}]", null))
                .containsExactly(0, 1);
        for (long outside : new long[] {0, 4, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(Rows.one("i64", "[{one_hot: {size: 3, base: 1}}]", ZEROS, outside))
                    .containsExactly(0, 0, 0);
            assertFault(
                    "PLB-308",
                    "is not among the 3 integers from 1 of one_hot",
                    () -> Rows.one("i64", "[{one_hot: {size: 3, base: 1}}]", outside));
        }
        Vectorizer named =
                Specs.parse(Specs.one("i32", "[{one_hot: {size: 2, base: 5}}]")).vectorizer();
        InputRow row = named.newInputs();
        row.setInt64(0, 6);
        assertThat(named.slotNames()).containsExactly("f[0]", "f[1]");
        assertThat(named.explain(row, 1).meaning()).isEqualTo("is 6");
    }

    @Test
    void multiHot_modes_countInTheirWay() {
        String steps = "[{vocab: {values: [a, b, c]}}, {multi_hot: {mode: %s}}]";
        String[] list = {"c", "a", "c", "zz", "c"};

        assertThat(Rows.one("list<string>", steps.formatted("binary"), ZEROS, list))
                .containsExactly(1, 0, 1);
        assertThat(Rows.one("list<string>", steps.formatted("count"), ZEROS, list))
                .containsExactly(1, 0, 3);
        assertThat(Rows.one("list<string>", steps.formatted("tf"), ZEROS, list)).containsExactly(1 / 5.0, 0, 3 / 5.0);
        for (String mode : List.of("binary", "count", "tf")) {
            assertThat(Rows.one("list<string>", steps.formatted(mode), ZEROS, new String[0]))
                    .containsExactly(0, 0, 0);
            assertThat(Rows.one("list<string>", steps.formatted(mode), ZEROS, new String[] {"zz", "yy"}))
                    .containsExactly(0, 0, 0);
        }
    }

    @Test
    void multiHot_longLists_areSorted() {
        java.util.Random random = new java.util.Random(3);
        for (int length : new int[] {31, 32, 33, 100, 1_000}) {
            long[] list = random.longs(length, 0, 40).toArray();
            double[] expected = new double[40];
            StringBuilder values = new StringBuilder("\"0\"");
            for (int i = 1; i < 40; i++) {
                values.append(", \"").append(i).append('"');
            }
            for (long element : list) {
                expected[(int) element]++;
            }
            assertThat(Rows.one("list<i64>", "[{vocab: {values: [" + values + "]}}, {multi_hot: {mode: count}}]", list))
                    .containsExactly(expected);
        }
    }

    @Test
    void bool_wordsOnly() {
        String steps = "[{bool: {true: [\"yes\", \"1\"], false: [\"no\", \"0\"]}}]";

        assertThat(Rows.one("string", steps, "1")).containsExactly(1);
        assertThat(Rows.one("string", steps, "no")).containsExactly(0);
        assertFault("PLB-308", "is not among the 4 texts of bool", () -> Rows.one("string", steps, "No"));
        assertFault("PLB-301", "is not_found", () -> Rows.one("string", steps, null));
    }

    @ParameterizedTest
    @CsvSource({"value_map", "count_encode", "freq_encode"})
    void map_ops_lookUp(String op) {
        String text = "[{" + op + ": {map: {a: 1.5, \"\": 2}}}]";
        String integer = "[{" + op + ": {map: {\"7\": 1.5, \"-8\": 2}, default: -1}}]";

        assertThat(Rows.one("string", text, "a")).containsExactly(1.5);
        assertThat(Rows.one("string", text, "")).containsExactly(2);
        assertFault(
                "PLB-308", "is not among the 2 keys of " + op + "; add default", () -> Rows.one("string", text, "b"));
        assertThat(Rows.one("i64", integer, OOV, -8)).containsExactly(2);
        assertThat(Rows.one("i64", integer, OOV, 8)).containsExactly(-1);
        assertFault("PLB-301", "is not_found", () -> Rows.one("i64", integer, null));
    }

    @Test
    void targetEncode_unknownIsThePrior() {
        String steps = "[{target_encode: {map: {a: 0.25}, prior: 0.5, training: out_of_fold%s}}]";

        assertThat(Rows.one("string", steps.formatted(""), ZEROS, "a")).containsExactly(0.25);
        assertThat(Rows.one("string", steps.formatted(""), OOV, "b")).containsExactly(0.5);
        assertFault("PLB-301", "is not_found", () -> Rows.one("string", steps.formatted(""), null));
        assertThat(Rows.one("string", steps.formatted(", missing: 0.75, smoothing: 10"), null))
                .containsExactly(0.75);
    }

    private static double[] numbers(String spaced) {
        return java.util.Arrays.stream(spaced.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static void assertFault(
            String code, String text, org.assertj.core.api.ThrowableAssert.ThrowingCallable run) {
        assertThatThrownBy(run)
                .isInstanceOfSatisfying(
                        TransformException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }
}
