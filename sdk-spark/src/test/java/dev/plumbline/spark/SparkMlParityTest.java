package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.feature.Binarizer;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.ElementwiseProduct;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.MaxAbsScaler;
import org.apache.spark.ml.feature.MaxAbsScalerModel;
import org.apache.spark.ml.feature.MinMaxScaler;
import org.apache.spark.ml.feature.MinMaxScalerModel;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.feature.PolynomialExpansion;
import org.apache.spark.ml.feature.QuantileDiscretizer;
import org.apache.spark.ml.feature.RobustScaler;
import org.apache.spark.ml.feature.RobustScalerModel;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spark ML's transformers of numbers, and specs with the parameters that they fitted. */
@ExtendWith(SparkExtension.class)
class SparkMlParityTest {
    private static final int ROWS = 300;
    private static final String[] COLUMNS = {"a", "b", "c", "same", "zero"};
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
                    7.0,
                    0.0));
        }
        this.numbers = session.createDataFrame(
                rows, StructType.fromDDL("a double, b double, c double, same double, zero double"));
        this.assembled =
                new VectorAssembler().setInputCols(COLUMNS).setOutputCol("in").transform(numbers);
    }

    @AfterAll
    static void report() {
        System.out.println(PARITY.report());
    }

    @Test
    void zscore_isStandardScaler() {
        StandardScalerModel model = new StandardScaler()
                .setInputCol("in")
                .setOutputCol("out")
                .setWithMean(true)
                .fit(assembled);

        check(
                "zscore",
                model.transform(assembled),
                i -> "{zscore: {preset: spark, mean: " + model.mean().apply(i) + ", std: "
                        + model.std().apply(i) + "}}");
    }

    @Test
    void minmax_isMinMaxScaler() {
        MinMaxScalerModel model = new MinMaxScaler()
                .setInputCol("in")
                .setOutputCol("out")
                .setMin(-1)
                .setMax(2)
                .fit(assembled);

        check(
                "minmax",
                model.transform(assembled),
                i -> "{minmax: {preset: spark, min: " + model.originalMin().apply(i) + ", max: "
                        + model.originalMax().apply(i) + ", to: [-1, 2]}}");
    }

    @Test
    void maxabs_isMaxAbsScaler() {
        MaxAbsScalerModel model =
                new MaxAbsScaler().setInputCol("in").setOutputCol("out").fit(assembled);

        check(
                "maxabs",
                model.transform(assembled),
                i -> "{maxabs: {preset: spark, max: " + model.maxAbs().apply(i) + "}}");
    }

    @Test
    void centerScale_isRobustScaler() {
        RobustScalerModel model = new RobustScaler()
                .setInputCol("in")
                .setOutputCol("out")
                .setWithCentering(true)
                .fit(assembled);

        check(
                "center_scale",
                model.transform(assembled),
                i -> "{center_scale: {preset: spark, center: " + model.median().apply(i) + ", scale: "
                        + model.range().apply(i) + "}}");
    }

    @Test
    void scale_isElementwiseProduct() {
        double[] by = {0.1, -3, 1e-9, 0, 1};
        Dataset<Row> scaled = new ElementwiseProduct()
                .setScalingVec(Vectors.dense(by))
                .setInputCol("in")
                .setOutputCol("out")
                .transform(assembled);

        check("scale", scaled, i -> "{scale: {by: " + by[i] + "}}");
    }

    @Test
    void binarize_isBinarizer() {
        Dataset<Row> binary = new Binarizer()
                .setThreshold(1.5)
                .setInputCol("c")
                .setOutputCol("out")
                .transform(numbers);

        PARITY.check("binarize", binary, "out", one("c", "{binarize: {threshold: 1.5}}"), 0);
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

        PARITY.check(
                "bucketize",
                bucketizer.transform(numbers.select("a").union(ends)),
                "out",
                one("a", "{bucketize: {bounds: " + Arrays.toString(bounds) + "}}", "as_number"),
                0);
    }

    @Test
    void bucketize_isQuantileDiscretizer() {
        Bucketizer fitted = new QuantileDiscretizer()
                .setInputCol("b")
                .setOutputCol("out")
                .setNumBuckets(8)
                .setRelativeError(0)
                .fit(numbers);
        double[] splits = fitted.getSplits();
        String bounds = Arrays.toString(Arrays.copyOfRange(splits, 1, splits.length - 1));

        PARITY.check(
                "bucketize (quantiles)",
                fitted.transform(numbers),
                "out",
                one("b", "{bucketize: {preset: spark, bounds: " + bounds + "}}", "as_number"),
                0);
    }

    @Test
    void impute_isImputer() {
        Dataset<Row> holes = numbers.selectExpr("if(c < 1, NULL, a) AS a", "if(c > 3, double('NaN'), b) AS b");
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
                    .selectExpr("array(a, b, c, same, zero) AS v", "out");
            TransformSpec spec = new SpecText()
                    .input("v", "vector<f64,5>")
                    .feature("v", norm + "_normalize")
                    .parse();

            PARITY.check(norm + "_normalize", normal, "out", spec, 0);
        }
    }

    @Test
    void poly_isPolynomialExpansion() {
        // Spark multiplies from the last variable to the first: from three factors on, that rounds otherwise.
        for (int degree = 2; degree <= 3; degree++) {
            Dataset<Row> expanded = new PolynomialExpansion()
                    .setDegree(degree)
                    .setInputCol("in")
                    .setOutputCol("out")
                    .transform(assembled)
                    .selectExpr("array(a, b, c, same, zero) AS v", "out");
            TransformSpec spec = new SpecText()
                    .input("v", "vector<f64,5>")
                    .feature("v", "{poly: {preset: spark, degree: " + degree + "}}")
                    .parse();

            PARITY.check("poly of degree " + degree, expanded, "out", spec, degree == 2 ? 0 : 2);
        }
    }

    @Test
    void bucketize_minusZero_isZeroAsItIsNotForBucketizer() {
        Dataset<Row> minusZero = session.range(1).selectExpr("-0.0D AS a");
        double[] splits = {Double.NEGATIVE_INFINITY, 0, Double.POSITIVE_INFINITY};
        Dataset<Row> theirs = new Bucketizer()
                .setInputCol("a")
                .setOutputCol("out")
                .setSplits(splits)
                .transform(minusZero);
        TransformSpec spec = one("a", "{bucketize: {bounds: [0]}}", "as_number");

        assertThat(theirs.first().getDouble(1)).isEqualTo(0);
        assertThat(PlumblineSpark.apply(minusZero, spec).first().<Double>getList(1))
                .containsExactly(1.0);
    }

    /** Checks a transformer of all columns against one step for each. */
    private static void check(String op, Dataset<Row> theirs, IntFunction<String> step) {
        SpecText spec = new SpecText();
        for (int i = 0; i < COLUMNS.length; i++) {
            spec.input(COLUMNS[i], "f64").feature(COLUMNS[i], step.apply(i));
        }
        PARITY.check(op, theirs, "out", spec.parse(), 0);
    }

    private static TransformSpec one(String column, String... steps) {
        return new SpecText().input(column, "f64").feature(column, steps).parse();
    }
}
