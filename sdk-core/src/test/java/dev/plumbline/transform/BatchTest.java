package dev.plumbline.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches, and specs in two parts. */
class BatchTest {
    private static final String RANKING = """
            plumbline: 1
            name: ranking
            version: a
            semantics: 1
            output: {type: f32}
            policy: {unknown: zeros}
            inputs:
              item_price: {type: f64, from: request}
              user_age: {type: i64, from: request}
              user_emb: {type: "vector<f32,3>", from: request}
              item_emb: {type: "vector<f32,3>", from: request}
              country: {type: string, from: request}
            features:
              - {name: price, input: item_price, steps: [log1p, {zscore: {mean: 2, std: 1.5}}]}
              - {name: age, input: user_age, steps: [{impute: {value: 30}}, {bucketize: {bounds: [20, 30, 50]}}, one_hot]}
              - {name: bucket, input: item_price, steps: [{bucketize: {bounds: [1, 10]}}, one_hot]}
              - {name: similar, inputs: [user_emb, item_emb], steps: [{cosine: {zero: 0}}]}
              - {name: country, input: country, steps: [{vocab: {values: [a, b]}}, one_hot]}
              - {name: taste, input: user_emb, steps: [l2_normalize]}
            """;
    private static final Set<String> USER = Set.of("user_age", "user_emb", "country");

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void split_everyCandidate_hasTheBitsOfTheWhole(String type) {
        Vectorizer vectorizer = Specs.parse(RANKING.replace("type: f32}", "type: " + type + "}"))
                .vectorizer();
        SplitVectorizer split = vectorizer.split(USER);
        SharedPart shared = split.newShared();
        Random random = new Random(5);
        for (int request = 0; request < 50; request++) {
            InputRow user = vectorizer.newInputs();
            fillUser(user, new Random(request));
            split.share(user, shared);
            List<InputRow> candidates = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                InputRow item = vectorizer.newInputs();
                fillItem(item, random, i);
                candidates.add(item);
            }
            double[] batch =
                    type.equals("f32") ? floats(split, shared, candidates) : doubles(split, shared, candidates);
            for (int i = 0; i < candidates.size(); i++) {
                InputRow whole = candidates.get(i);
                fillUser(whole, new Random(request));
                double[] row = Arrays.copyOfRange(batch, i * vectorizer.width(), (i + 1) * vectorizer.width());
                double[] expected = expected(vectorizer, whole);
                for (int slot = 0; slot < row.length; slot++) {
                    assertThat(Specs.bits(row[slot]))
                            .as("candidate %d slot %d", i, slot)
                            .isEqualTo(Specs.bits(expected[slot]));
                }
            }
        }
        assertThat(split.sharedFeatures()).isEqualTo(3);
    }

    private static double[] floats(SplitVectorizer split, SharedPart shared, List<InputRow> rows) {
        float[] out = new float[rows.size() * 14];
        Arrays.fill(out, 777f);
        split.transformAll(shared, rows, out, 0);
        double[] wide = new double[out.length];
        for (int i = 0; i < out.length; i++) {
            wide[i] = out[i];
        }
        return wide;
    }

    private static double[] doubles(SplitVectorizer split, SharedPart shared, List<InputRow> rows) {
        double[] out = new double[rows.size() * 14];
        Arrays.fill(out, 777);
        split.transformAll(shared, rows, out, 0);
        return out;
    }

    /** NaN in every slot where the row has no vector. */
    private static double[] expected(Vectorizer vectorizer, InputRow row) {
        try {
            return vectorizer.stepByStep(row);
        } catch (TransformException e) {
            double[] none = new double[vectorizer.width()];
            Arrays.fill(none, Double.NaN);
            return none;
        }
    }

    private static void fillUser(InputRow row, Random random) {
        row.setInt64(row.input("user_age"), random.nextInt(80));
        row.setFloat32s(row.input("user_emb"), vector(random));
        row.setString(row.input("country"), random.nextBoolean() ? "b" : "c");
    }

    private static void fillItem(InputRow row, Random random, int number) {
        row.setFloat64(row.input("item_price"), random.nextDouble() * 20);
        row.setFloat32s(row.input("item_emb"), number % 7 == 3 ? new float[2] : vector(random));
    }

    private static float[] vector(Random random) {
        return new float[] {random.nextFloat(), random.nextFloat() - 0.5f, random.nextFloat()};
    }

    @Test
    void transformAll_oneBadRow_neverFailsTheBatch() {
        Vectorizer vectorizer = Specs.parse(Specs.one("f64", "[log1p]")).vectorizer();
        List<InputRow> rows = new ArrayList<>();
        for (double value : new double[] {0, -5, 1, Double.POSITIVE_INFINITY}) {
            InputRow row = vectorizer.newInputs();
            row.setFloat64(0, value);
            rows.add(row);
        }
        float[] out = new float[6];

        BatchReport report = vectorizer.transformAll(rows, out, 1);

        assertThat(report.usable()).containsExactly(0, 2);
        assertThat(report.isComplete()).isFalse();
        assertThat(report.failure(0)).isEmpty();
        assertThat(report.failure(1))
                .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo("PLB-305"));
        assertThat(report.failure(3))
                .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo("PLB-303"));
        assertThat(out).containsExactly(0f, 0f, Float.NaN, (float) StrictMath.log1p(1), Float.NaN, 0f);
        assertThat(report).hasToString("2 of 4 rows usable");
        assertThatThrownBy(() -> vectorizer.transformAll(rows, out, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(vectorizer.transformAll(rows.subList(0, 1), out, 0).isComplete())
                .isTrue();
    }

    @Test
    void split_misuse_isNamed() {
        Vectorizer vectorizer = Specs.parse(RANKING).vectorizer();
        SplitVectorizer split = vectorizer.split(USER);
        InputRow row = vectorizer.newInputs();
        float[] out = new float[vectorizer.width()];

        assertThatThrownBy(() -> vectorizer.split(Set.of("usr_age"))).hasMessageContaining("did you mean 'user_age'?");
        assertThatThrownBy(() -> split.transform(split.newShared(), row, out, 0))
                .hasMessage("the shared part is empty: call share first");
        assertThatThrownBy(() -> split.transform(vectorizer.split(USER).newShared(), row, out, 0))
                .hasMessage("the shared part was not made by this split vectorizer: use newShared()");
        assertThatThrownBy(() -> split.share(row, split.newShared()))
                .isInstanceOfSatisfying(
                        TransformException.class, e -> assertThat(e.code()).isEqualTo("PLB-301"));
    }

    @Test
    void sparse_hotFeatures_giveTheirOnesAndOthersAllSlots() {
        Vectorizer vectorizer =
                Specs.parse(RANKING.replace("type: f32}", "layout: sparse}")).vectorizer();
        InputRow row = vectorizer.newInputs();
        fillUser(row, new Random(1));
        fillItem(row, new Random(2), 0);
        row.setInt64(row.input("user_age"), 25);
        row.setFloat64(row.input("item_price"), 0);
        row.setString(row.input("country"), "c");
        row.setFloat32s(row.input("user_emb"), new float[] {0, 3, 4});
        row.setFloat32s(row.input("item_emb"), new float[] {1, 0, 0});
        SparseVector out = vectorizer.newSparse();

        vectorizer.transform(row, out);
        vectorizer.transform(row, out);

        assertThat(out.slots()).containsExactly(0, 2, 5, 8, 11, 12, 13);
        assertThat(out.float32s()).containsExactly((float) (-2 * (1 / 1.5)), 1f, 1f, 0f, 0f, 0.6f, 0.8f);
        assertThat(out.width()).isEqualTo(14);
        assertThat(vectorizer.slotNames()).hasSize(14).endsWith("country=b", "taste[0]", "taste[1]", "taste[2]");
        assertThatThrownBy(() -> vectorizer.transform(row, new float[14], 0))
                .hasMessage("spec 'ranking' has the output type f32 and the layout sparse: pass a SparseVector");
        assertThatThrownBy(() -> vectorizer.split(USER)).hasMessageContaining("only a dense one is split");
    }
}
