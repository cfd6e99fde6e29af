package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the ops that hash give, and what they hash. */
class HashOpsTest {
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
    void hashVector_integerThatIsNotExact_isNamed() {
        String spec = Rows.several("[{hash_vector: {size: 4}}]", "{}", "string", "i64");

        assertFault(
                "PLB-306",
                "input 'b' (present) is 9007199254740993",
                () -> Rows.run(Specs.parse(spec), "x", (1L << 53) + 1));
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

    private static void assertFault(
            String code, String text, org.assertj.core.api.ThrowableAssert.ThrowingCallable run) {
        assertThatThrownBy(run)
                .isInstanceOfSatisfying(
                        TransformException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }
}
