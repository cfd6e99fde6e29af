package dev.plumbline.spark;

import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * Runs specs over Datasets. The new column has the bits that {@link dev.plumbline.transform.Vectorizer} computes in the
 * service, as {@code array<float>}, or {@code array<double>} for a spec of f64.
 *
 * <p>Thread-safe.
 */
public final class PlumblineSpark {
    /** The column of the fingerprint's first eight bytes, as a long. */
    public static final String FINGERPRINT_COLUMN = "__plb_fp";

    /** Key of the output column's metadata: the spec's name. */
    public static final String SPEC_METADATA = "plumbline.spec";

    /** Key of the output column's metadata: {@link TransformSpec#fingerprint()}. */
    public static final String FINGERPRINT_METADATA = "plumbline.fingerprint";

    /** Key of the output column's metadata: {@link TransformSpec#layoutHash()}. */
    public static final String LAYOUT_METADATA = "plumbline.layout";

    private static final String CATALOG = "plumbline_applied";
    private static final String CATALOG_CLASS = PlumblineCatalog.class.getName();

    private PlumblineSpark() {}

    /**
     * Adds a spec's output to a dataset.
     *
     * @param dataset has a column for each input that the spec uses, named as the input, of its type or one that widens
     *     to it exactly; names in any case unless spark.sql.caseSensitive is on
     * @param spec the spec
     * @return the dataset with the new column, which carries the fingerprint in its metadata
     * @throws SpecException if an input has no column, or one of another type (PLB-501)
     * @throws IllegalArgumentException if the output's name is taken, or an input's name is ambiguous (PLB-502)
     */
    public static Dataset<Row> apply(Dataset<Row> dataset, TransformSpec spec) {
        return apply(dataset, spec, ApplyOptions.ofDefaults());
    }

    /**
     * Adds a spec's output to a dataset.
     *
     * @param dataset the rows
     * @param spec the spec
     * @param options where inputs come from, and what is added
     * @return the dataset with the new column, and the fingerprint's if asked for
     * @throws SpecException if an input has no column, or one of another type (PLB-501)
     * @throws IllegalArgumentException if a new column's name is taken, an input's name is ambiguous, or an option names
     *     an input that the spec does not use (PLB-502)
     */
    public static Dataset<Row> apply(Dataset<Row> dataset, TransformSpec spec, ApplyOptions options) {
        boolean caseSensitive =
                Boolean.parseBoolean(dataset.sparkSession().conf().get("spark.sql.caseSensitive"));
        String output = options.output().orElse(spec.outputName());
        requireFree(dataset, spec, output, caseSensitive);
        if (options.fingerprintColumn()) {
            requireFree(dataset, spec, FINGERPRINT_COLUMN, caseSensitive);
        }
        Column[] inputs = inputs(dataset, spec, options, caseSensitive);
        StructColumns.bind(spec, dataset.select(inputs).schema(), caseSensitive);
        useCatalog(dataset.sparkSession());
        Dataset<Row> applied = AppliedSpecs.here()
                .named(
                        spec,
                        options.badRows(),
                        name -> dataset.select(
                                functions.col("*"), call(name, inputs).as(output, metadata(spec))));
        return options.fingerprintColumn()
                ? applied.withColumn(FINGERPRINT_COLUMN, functions.lit(fingerprintValue(spec)))
                : applied;
    }

    private static Column call(String name, Column[] inputs) {
        return functions.call_function(
                CATALOG + "." + PlumblineCatalog.APPLIED + ".`" + name + "`", functions.struct(inputs));
    }

    /**
     * Returns what {@value #FINGERPRINT_COLUMN} holds for a spec.
     *
     * @param spec the spec
     * @return the first eight bytes of the fingerprint's hash
     */
    public static long fingerprintValue(TransformSpec spec) {
        int from = "plb1:".length();
        return Long.parseUnsignedLong(spec.fingerprint(), from, from + 16, 16);
    }

    private static Column[] inputs(
            Dataset<Row> dataset, TransformSpec spec, ApplyOptions options, boolean caseSensitive) {
        List<String> known = spec.inputs().stream().map(SpecInput::name).toList();
        for (String input : options.inputs().keySet()) {
            if (!known.contains(input)) {
                throw new IllegalArgumentException("PLB-502 " + spec.name() + ": the spec uses no input '" + input
                        + "'; it uses " + String.join(", ", known));
            }
        }
        StructField[] fields = dataset.schema().fields();
        return spec.inputs().stream()
                .map(input -> {
                    Column given = options.inputs().get(input.name());
                    return (given == null ? column(dataset, spec, input, fields, caseSensitive) : given)
                            .as(input.name());
                })
                .toArray(Column[]::new);
    }

    private static Column column(
            Dataset<Row> dataset, TransformSpec spec, SpecInput input, StructField[] fields, boolean caseSensitive) {
        int found = StructColumns.find(spec, input, "dataset", fields, caseSensitive);
        return dataset.col("`" + fields[found].name().replace("`", "``") + "`");
    }

    private static void requireFree(Dataset<Row> dataset, TransformSpec spec, String column, boolean caseSensitive) {
        for (String taken : dataset.columns()) {
            if (caseSensitive ? taken.equals(column) : taken.equalsIgnoreCase(column)) {
                throw new IllegalArgumentException("PLB-502 " + spec.name() + ": the dataset has a column '" + taken
                        + "' already; drop it, or name another output");
            }
        }
    }

    private static void useCatalog(SparkSession session) {
        String key = "spark.sql.catalog." + CATALOG;
        if (!session.conf().get(key, "").equals(CATALOG_CLASS)) {
            session.conf().set(key, CATALOG_CLASS);
        }
    }

    private static Metadata metadata(TransformSpec spec) {
        return new MetadataBuilder()
                .putString(SPEC_METADATA, spec.name())
                .putString(FINGERPRINT_METADATA, spec.fingerprint())
                .putString(LAYOUT_METADATA, spec.layoutHash())
                .build();
    }
}
