package dev.plumbline.spark;

import dev.plumbline.transform.TransformSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.FeatureHasher;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spark ML's transformers of categories, and specs with the parameters that they fitted. */
@ExtendWith(SparkExtension.class)
class CategoryParityTest {
    private static final String[] TEXTS = {
        "DFW", "ORD", "LAX", "\ud83d\ude00", "\uffff", "", "JFK", "e\u0301", "\u00e4", "a b"
    };
    private static final Parity PARITY = new Parity();

    private final SparkSession session;

    CategoryParityTest(SparkSession session) {
        this.session = session;
    }

    @AfterAll
    static void report() {
        System.out.println(PARITY.report());
    }

    @Test
    void vocab_isStringIndexerThatKeeps_andOneHotIsOneHotEncoder() {
        Dataset<Row> seen = texts("DFW", "DFW", "ORD", "ORD", "LAX", "\ud83d\ude00", "\uffff");
        Dataset<Row> asked = texts("DFW", "ORD", "LAX", "\ud83d\ude00", "\uffff", "JFK", "", null);
        StringIndexerModel indexer = new StringIndexer()
                .setInputCol("s")
                .setOutputCol("index")
                .setHandleInvalid("keep")
                .fit(seen);
        Dataset<Row> indexed = indexer.transform(asked);
        String vocab = "{vocab: {preset: spark, values: " + listed(indexer.labelsArray()[0]) + "}}";

        PARITY.check(
                "vocab",
                indexed,
                "index",
                text().feature("s", vocab, "as_number").parse(),
                0);
        for (boolean dropLast : new boolean[] {true, false}) {
            Dataset<Row> encoded = new OneHotEncoder()
                    .setInputCol("index")
                    .setOutputCol("out")
                    .setDropLast(dropLast)
                    .fit(indexed)
                    .transform(indexed);
            String oneHot = dropLast ? "{one_hot: {preset: spark}}" : "one_hot";

            PARITY.check(
                    "one_hot",
                    encoded,
                    "out",
                    text().feature("s", vocab, oneHot).parse(),
                    0);
        }
    }

    @Test
    void hashThenMultiHot_isHashingTF() {
        Dataset<Row> lists = lists();
        for (boolean binary : new boolean[] {true, false}) {
            Dataset<Row> hashed = new HashingTF()
                    .setInputCol("v")
                    .setOutputCol("out")
                    .setNumFeatures(97)
                    .setBinary(binary)
                    .transform(lists);
            TransformSpec spec = new SpecText()
                    .input("v", "list<string>")
                    .feature(
                            "v",
                            "{hash: {preset: spark, size: 97}}",
                            "{multi_hot: {mode: " + (binary ? "binary" : "count") + "}}")
                    .parse();

            PARITY.check("hash + multi_hot " + (binary ? "binary" : "count"), hashed, "out", spec, 0);
        }
    }

    @Test
    void vocabThenMultiHot_isCountVectorizer() {
        String[] vocabulary = {"DFW", "ORD", "", "\ud83d\ude00"};
        Dataset<Row> counted = new CountVectorizerModel(vocabulary)
                .setInputCol("v")
                .setOutputCol("out")
                .transform(lists());
        TransformSpec spec = new SpecText()
                .input("v", "list<string>")
                .policy("{unknown: zeros}")
                .feature("v", "{vocab: {values: " + listed(vocabulary) + "}}", "{multi_hot: {mode: count}}")
                .parse();

        PARITY.check("vocab + multi_hot count", counted, "out", spec, 0);
    }

    @Test
    void hashVector_isFeatureHasher() {
        Random random = new Random(7);
        List<Row> rows = IntStream.range(0, 300)
                .mapToObj(i -> RowFactory.create(
                        random.nextInt(9) == 0 ? null : TEXTS[random.nextInt(TEXTS.length)],
                        random.nextInt(9) == 0 ? null : random.nextGaussian() * 100,
                        random.nextInt(9) == 0 ? null : random.nextInt(50)))
                .toList();
        Dataset<Row> table = session.createDataFrame(rows, StructType.fromDDL("s string, d double, i int"));
        Dataset<Row> hashed = new FeatureHasher()
                .setInputCols(new String[] {"s", "d", "i"})
                .setOutputCol("out")
                .setNumFeatures(5)
                .transform(table);
        TransformSpec spec = new SpecText()
                .input("s", "string")
                .input("d", "f64")
                .input("i", "i32")
                .feature("[s, d, i]", "{hash_vector: {preset: spark, size: 5}}")
                .parse();

        PARITY.check("hash_vector", hashed, "out", spec, 0);
    }

    private Dataset<Row> lists() {
        Random random = new Random(11);
        List<Row> rows = IntStream.range(0, 200)
                .mapToObj(row -> RowFactory.create((Object) IntStream.range(0, random.nextInt(6))
                        .mapToObj(i -> TEXTS[random.nextInt(TEXTS.length)])
                        .toArray(String[]::new)))
                .toList();
        return session.createDataFrame(rows, StructType.fromDDL("v array<string>"));
    }

    private Dataset<Row> texts(@Nullable String... texts) {
        return session.createDataFrame(
                Arrays.stream(texts).map(text -> RowFactory.create(text)).toList(), StructType.fromDDL("s string"));
    }

    private static SpecText text() {
        return new SpecText().input("s", "string").policy("{unknown: oov}");
    }

    private static String listed(String[] texts) {
        return Arrays.stream(texts)
                .map(text -> text.chars()
                        .mapToObj(unit -> String.format("\\u%04x", unit))
                        .collect(Collectors.joining("", "\"", "\"")))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
