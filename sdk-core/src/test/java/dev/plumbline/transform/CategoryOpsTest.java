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

    @ParameterizedTest
    @CsvSource({
        "size: 262144, 250593",
        "'size: 262144, preset: spark', 250593",
        "'size: 1', 0",
    })
    void hash_text_hasThePeersSlot(String options, double slot) {
        assertThat(Rows.one("string", "[{hash: {" + options + "}}, as_number]", "hello"))
                .containsExactly(slot);
    }

    @Test
    void hash_modAndSeed_byChoice() {
        assertThat(Rows.one("string", "[{hash: {size: 10, seed: 0}}, as_number]", "dog"))
                .containsExactly(7);
        assertThat(Rows.one("string", "[{hash: {size: 10, preset: sklearn}}, as_number]", "dog"))
                .containsExactly(3);
        assertThat(Rows.one("string", "[{hash: {size: 16777216, seed: 4294967295, mod: abs}}, as_number]", ""))
                .containsExactly((double) (0x7e0e90c7 % (1 << 24)));
    }

    @Test
    void hash_otherKinds_areTheirDigitsOrOctets() {
        String steps = "[{hash: {size: 1000}}, as_number]";
        double three = Rows.one("string", steps, "-3")[0];

        assertThat(Rows.one("i64", steps, -3)).containsExactly(three);
        assertThat(Rows.one("bytes", steps, new byte[] {'-', '3'})).containsExactly(three);
        String lists = "[{hash: {size: 1000}}, {multi_hot: {mode: count}}]";
        assertThat(Rows.one("list<i64>", lists, new long[] {-3, -3})[(int) three])
                .isEqualTo(2);
        assertThat(Rows.one("list<string>", lists, new String[] {"-3", "a"})[(int) three])
                .isEqualTo(1);
        assertThat(Specs.parse(Specs.one("string", "[{hash: {size: 2}}, one_hot]"))
                        .vectorizer()
                        .slotNames())
                .containsExactly("f[0]", "f[1]");
    }

    @Test
    void hashVector_numbersAndTexts_addInTheirSlots() {
        int size = 16;
        String steps = "[{hash_vector: {size: 16, sign: %s}}]";
        double[] plain = new double[size];
        double[] signed = new double[size];
        @Nullable Object[] values = {"red", 2.5, 4, null};
        String[] hashed = {"a=red", "b", "c"};
        double[] added = {1, 2.5, 4};
        for (int i = 0; i < hashed.length; i++) {
            int hash = Murmur3Test.plain(hashed[i].getBytes(StandardCharsets.UTF_8), 42);
            plain[Math.floorMod(hash, size)] += added[i];
            signed[Math.floorMod(hash, size)] += hash < 0 ? -added[i] : added[i];
        }
        String[] types = {"string", "f64", "i64", "f64"};
        String skip = ", missing: skip}}]";

        assertThat(Rows.run(
                        Specs.parse(Rows.several(steps.formatted("none").replace("}}]", skip), "{}", types)), values))
                .containsExactly(plain);
        assertThat(Rows.run(
                        Specs.parse(Rows.several(steps.formatted("alternate").replace("}}]", skip), "{}", types)),
                        values))
                .containsExactly(signed);
        assertFault(
                "PLB-301",
                "input 'd' (not_found)",
                () -> Rows.run(Specs.parse(Rows.several(steps.formatted("none"), "{}", types)), values));
    }

    @Test
    void hashVector_collisions_addInTheInputsOrder() {
        String spec = Rows.several("[{hash_vector: {size: 1}}]", "{}", "f64", "f64", "f64");

        assertThat(Rows.run(Specs.parse(spec), 1e16, 1.0, -1e16)).containsExactly(0);
        assertThat(Rows.run(Specs.parse(spec), 1e16, -1e16, 1.0)).containsExactly(1);
        assertThat(Specs.bits(
                        Rows.run(
                                Specs.parse(Rows.several(
                                        "[{hash_vector: {size: 1, sign: alternate}}]", "{}", "f64", "f64")),
                                0.0,
                                -0.0)[0]))
                .isEqualTo("0000000000000000");
    }

    @Test
    void hashVector_wideAndSparse_hasOnlyItsEntries() {
        String spec = Rows.several("[{hash_vector: {size: 16777216}}]", "{}", "string", "string", "f64")
                .replace("{type: f64}", "{type: f64, layout: sparse}");
        Vectorizer vectorizer = Specs.parse(spec).vectorizer();
        InputRow row = vectorizer.newInputs();
        row.setString(0, "x");
        row.setString(1, "y");
        row.setFloat64(2, 0);
        SparseVector out = vectorizer.newSparse();
        vectorizer.transform(row, out);

        int x = Math.floorMod(Murmur3Test.plain("a=x".getBytes(StandardCharsets.UTF_8), 42), 1 << 24);
        int y = Math.floorMod(Murmur3Test.plain("b=y".getBytes(StandardCharsets.UTF_8), 42), 1 << 24);
        assertThat(out.width()).isEqualTo(1 << 24);
        assertThat(out.slots()).containsExactly(Math.min(x, y), Math.max(x, y));
        assertThat(out.float64s()).containsExactly(1, 1);
    }

    @Test
    void hotOutputs_wideAndSparse_areAscending() {
        String spec = Specs.one("list<string>", "[{hash: {size: 16777216}}, {multi_hot: {mode: count}}]")
                .replace("semantics: 1", "semantics: 1\noutput: {layout: sparse}");
        Vectorizer vectorizer = Specs.parse(spec).vectorizer();
        InputRow row = vectorizer.newInputs();
        row.setStrings(0, new String[] {"q", "w", "e", "r", "q"});
        SparseVector out = vectorizer.newSparse();
        vectorizer.transform(row, out);

        assertThat(out.slots()).hasSize(4).isSorted();
        assertThat(out.float32s()).containsOnly(1, 2);
    }

    @Test
    void cross_textsAndIntegers_areJoined() {
        String steps = "[{cross: {sep: \"_\"}}, {vocab: {values: [\"a_-1_b\", a_2_]}}, as_number]";
        TransformSpec spec = Specs.parse(Rows.several(steps, "{}", "string", "i64", "string"));

        assertThat(Rows.run(spec, "a", -1, "b")).containsExactly(0);
        assertThat(Rows.run(spec, "a", 2, "")).containsExactly(1);
        assertFault("PLB-301", "input 'b' (not_found)", () -> Rows.run(spec, "a", null, "b"));
        TransformSpec hashed =
                Specs.parse(Rows.several("[cross, {hash: {size: 1000}}, as_number]", "{}", "string", "bool"));
        assertThat(Rows.run(hashed, "a", true))
                .containsExactly(Rows.one("string", "[{hash: {size: 1000}}, as_number]", "a\u001F1"));
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
