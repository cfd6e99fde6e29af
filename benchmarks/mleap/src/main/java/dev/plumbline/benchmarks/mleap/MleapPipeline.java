package dev.plumbline.benchmarks.mleap;

import java.util.ArrayList;
import java.util.List;
import ml.combust.mleap.core.feature.BucketizerModel;
import ml.combust.mleap.core.feature.HandleInvalid;
import ml.combust.mleap.core.feature.MathUnaryModel;
import ml.combust.mleap.core.feature.MinMaxScalerModel;
import ml.combust.mleap.core.feature.OneHotEncoderModel;
import ml.combust.mleap.core.feature.StandardScalerModel;
import ml.combust.mleap.core.feature.StringIndexerModel;
import ml.combust.mleap.core.feature.UnaryOperation;
import ml.combust.mleap.core.feature.VectorAssemblerModel;
import ml.combust.mleap.core.types.DataShape;
import ml.combust.mleap.core.types.NodeShape;
import ml.combust.mleap.core.types.ScalarShape;
import ml.combust.mleap.core.types.ScalarType;
import ml.combust.mleap.core.types.StructField;
import ml.combust.mleap.core.types.StructType;
import ml.combust.mleap.core.types.TensorShape;
import ml.combust.mleap.runtime.frame.RowTransformer;
import ml.combust.mleap.runtime.frame.Transformer;
import ml.combust.mleap.runtime.transformer.feature.Bucketizer;
import ml.combust.mleap.runtime.transformer.feature.MathUnary;
import ml.combust.mleap.runtime.transformer.feature.MinMaxScaler;
import ml.combust.mleap.runtime.transformer.feature.OneHotEncoder;
import ml.combust.mleap.runtime.transformer.feature.StandardScaler;
import ml.combust.mleap.runtime.transformer.feature.StringIndexer;
import ml.combust.mleap.runtime.transformer.feature.VectorAssembler;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import scala.Option;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** The same steps as MLeap's transformers over one row. */
final class MleapPipeline {
    private final List<Transformer> transformers = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private final List<DataShape> shapes = new ArrayList<>();

    private MleapPipeline() {}

    static RowTransformer of() {
        MleapPipeline pipeline = new MleapPipeline();
        pipeline.scores();
        pipeline.logs();
        pipeline.ranges();
        pipeline.buckets();
        pipeline.words();
        pipeline.assemble(pipeline.parts, pipeline.shapes, "x");
        List<StructField> fields = new ArrayList<>();
        for (int i = 0; i < SharedSteps.NUMBERS + SharedSteps.WORDS; i++) {
            fields.add(new StructField("i" + i, i < SharedSteps.NUMBERS ? ScalarType.Double() : ScalarType.String()));
        }
        RowTransformer row = RowTransformer.apply(StructType.apply(fields).get());
        for (Transformer transformer : pipeline.transformers) {
            row = transformer.transform(row).get();
        }
        return row;
    }

    private void scores() {
        scaled("i", 0, SharedSteps.SCORES, "scores");
    }

    private void logs() {
        for (int i = SharedSteps.SCORES; i < SharedSteps.SCORES + SharedSteps.LOGS; i++) {
            transformers.add(new MathUnary(
                    "log" + i, shape("i" + i, "log" + i), new MathUnaryModel(UnaryOperation.Log$.MODULE$)));
        }
        scaled("log", SharedSteps.SCORES, SharedSteps.LOGS, "logs");
    }

    private void scaled(String prefix, int from, int count, String name) {
        assemble(prefix, from, count, name + "_in");
        double[] mean = new double[count];
        double[] std = new double[count];
        for (int i = 0; i < count; i++) {
            mean[i] = SharedSteps.mean(from + i);
            std[i] = SharedSteps.std(from + i);
        }
        StandardScalerModel model = new StandardScalerModel(
                Option.<Vector>apply(new DenseVector(std)), Option.<Vector>apply(new DenseVector(mean)));
        transformers.add(new StandardScaler(name, shape(name + "_in", name), model));
        part(name, count);
    }

    private void ranges() {
        int from = SharedSteps.SCORES + SharedSteps.LOGS;
        assemble("i", from, SharedSteps.RANGES, "ranges_in");
        double[] min = new double[SharedSteps.RANGES];
        double[] max = new double[SharedSteps.RANGES];
        java.util.Arrays.fill(min, 1);
        java.util.Arrays.fill(max, 100);
        transformers.add(new MinMaxScaler(
                "ranges",
                shape("ranges_in", "ranges"),
                new MinMaxScalerModel(new DenseVector(min), new DenseVector(max), 0, 1)));
        part("ranges", SharedSteps.RANGES);
    }

    private void buckets() {
        double[] splits = new double[SharedSteps.BOUNDS.length + 2];
        System.arraycopy(SharedSteps.BOUNDS, 0, splits, 1, SharedSteps.BOUNDS.length);
        splits[0] = Double.NEGATIVE_INFINITY;
        splits[splits.length - 1] = Double.POSITIVE_INFINITY;
        for (int i = SharedSteps.NUMBERS - SharedSteps.BUCKETS; i < SharedSteps.NUMBERS; i++) {
            String name = "bucket" + i;
            transformers.add(new Bucketizer(
                    name, shape("i" + i, name), new BucketizerModel(splits, HandleInvalid.Error$.MODULE$)));
            parts.add(name);
            shapes.add(scalar());
        }
    }

    private void words() {
        for (int i = SharedSteps.NUMBERS; i < SharedSteps.NUMBERS + SharedSteps.WORDS; i++) {
            String index = "index" + i;
            String hot = "hot" + i;
            transformers.add(new StringIndexer(
                    index,
                    shape("i" + i, index),
                    new StringIndexerModel(seq(SharedSteps.words()), HandleInvalid.Error$.MODULE$)));
            NodeShape shape = empty().withInput("input0", index).withOutput("output0", hot);
            transformers.add(new OneHotEncoder(
                    hot,
                    shape,
                    new OneHotEncoderModel(new int[] {SharedSteps.VALUES}, HandleInvalid.Error$.MODULE$, false)));
            part(hot, SharedSteps.VALUES);
        }
    }

    private void part(String name, int size) {
        parts.add(name);
        shapes.add(TensorShape.apply(size, seq(List.of())));
    }

    private void assemble(String prefix, int from, int count, String output) {
        List<String> inputs = new ArrayList<>();
        List<DataShape> scalars = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            inputs.add(prefix + i);
            scalars.add(scalar());
        }
        assemble(inputs, scalars, output);
    }

    private void assemble(List<String> inputs, List<DataShape> of, String output) {
        NodeShape shape = empty();
        for (int i = 0; i < inputs.size(); i++) {
            shape = shape.withInput("input" + i, inputs.get(i));
        }
        transformers.add(new VectorAssembler(
                output, shape.withOutput("output", output), new VectorAssemblerModel(seq(List.copyOf(of)))));
    }

    private static DataShape scalar() {
        return ScalarShape.apply(false);
    }

    private static NodeShape shape(String input, String output) {
        return empty().withInput("input", input).withOutput("output", output);
    }

    private static NodeShape empty() {
        return NodeShape.apply(NodeShape.apply$default$1(), NodeShape.apply$default$2());
    }

    private static <T> Seq<T> seq(List<T> items) {
        return JavaConverters.asScalaBuffer(items).toSeq();
    }
}
