package dev.plumbline.spark;

import dev.plumbline.transform.TransformSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spark ML's transformers, and specs with the parameters that they fitted. */
@ExtendWith(SparkExtension.class)
class SparkMlParityTest {
    private static final int ROWS = 300;
    private static final Parity PARITY = new Parity();

    private final SparkSession session;
    private final Dataset<Row> numbers;
    private final Dataset<Row> assembled;

    SparkMlParityTest(SparkSession session) {
        this.session = session;
        Random random = new Random(42);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(RowFactory.create(
                    random.nextGaussian() * 3 + 0.1,
                    Math.exp(random.nextGaussian() * 5),
                    random.nextInt(40) / 10.0,
                    7.0));
        }
        this.numbers = session.createDataFrame(rows, StructType.fromDDL("a double, b double, c double, same double"));
        this.assembled = new VectorAssembler()
                .setInputCols(new String[] {"a", "b", "c", "same"})
                .setOutputCol("in")
                .transform(numbers);
    }

    @AfterAll
    static void report() {
        System.out.println(PARITY.report());
    }

    @Test
    void bucketize_isBucketizerWithOpenEnds() {
        double[] bounds = {-2.5, -0.1, 0, 0.1, 1, 3.7};
        Bucketizer bucketizer = new Bucketizer()
                .setInputCol("a")
                .setOutputCol("out")
                .setSplits(DoubleStream.concat(
                                DoubleStream.of(Double.NEGATIVE_INFINITY),
                                DoubleStream.concat(Arrays.stream(bounds), DoubleStream.of(Double.POSITIVE_INFINITY)))
                        .toArray());
        Dataset<Row> ends = session.createDataFrame(
                Arrays.stream(bounds)
                        .flatMap(bound -> DoubleStream.of(Math.nextDown(bound), bound + 0.0, Math.nextUp(bound)))
                        .mapToObj(RowFactory::create)
                        .toList(),
                StructType.fromDDL("a double"));
        TransformSpec spec = new SpecText()
                .input("a", "f64")
                .feature("a", "{bucketize: {bounds: " + Arrays.toString(bounds) + "}}", "as_number")
                .parse();

        PARITY.check("bucketize", bucketizer.transform(numbers.select("a").union(ends)), "out", spec, 0);
    }

    @Test
    void impute_isImputer() {
        Dataset<Row> holes =
                numbers.selectExpr("if(c < 1, NULL, a) AS a", "if(c > 3, double('NaN'), b) AS b", "a > 100 AS t");
        for (String strategy : new String[] {"mean", "median", "mode"}) {
            ImputerModel model = new Imputer()
                    .setInputCols(new String[] {"a", "b"})
                    .setOutputCols(new String[] {"a_out", "b_out"})
                    .setStrategy(strategy)
                    .fit(holes);
            Row values = model.surrogateDF().first();
            Dataset<Row> imputed = new VectorAssembler()
                    .setInputCols(new String[] {"a_out", "b_out"})
                    .setOutputCol("out")
                    .transform(model.transform(holes));
            TransformSpec spec = new SpecText()
                    .input("a", "f64")
                    .input("b", "f64")
                    .feature("a", "{impute: {value: " + values.getDouble(0) + "}}")
                    .feature("b", "{impute: {value: " + values.getDouble(1) + "}}")
                    .parse();

            PARITY.check("impute", imputed, "out", spec, 0);
        }
    }

    @Test
    void normalize_isNormalizer() {
        for (String norm : new String[] {"l1", "l2", "max"}) {
            double p = norm.equals("l1") ? 1 : norm.equals("l2") ? 2 : Double.POSITIVE_INFINITY;
            Dataset<Row> normal = new Normalizer()
                    .setInputCol("in")
                    .setOutputCol("out")
                    .setP(p)
                    .transform(assembled)
                    .selectExpr("array(a, b, c, same) AS v", "out");
            TransformSpec spec = new SpecText()
                    .input("v", "vector<f64,4>")
                    .feature("v", norm + "_normalize")
                    .parse();

            PARITY.check(norm + "_normalize", normal, "out", spec, 1);
        }
    }

    @Test
    void log1p_isTheSqlFunction() {
        TransformSpec spec =
                new SpecText().input("b", "f64").feature("b", "log1p").parse();

        PARITY.check("log1p", numbers.selectExpr("b", "log1p(b) AS out"), "out", spec, 0);
    }
}
