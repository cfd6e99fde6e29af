package dev.plumbline.spark;

import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.model.TrainingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Runs specs over Datasets. The new column has the bits that {@link dev.plumbline.transform.Vectorizer} computes in the
 * service, as {@code array<float>}, or {@code array<double>} for a spec of f64.
 *
 * <p>Thread-safe.
 */
public final class PlumblineSpark {
    private static final List<String> STAMP =
            List.of("spec", "version", "fingerprint", "binding", "layout", "model", "text");
    private static final String CATALOG = "plumbline_applied";
    private static final String CATALOG_CLASS = PlumblineCatalog.class.getName();

    private PlumblineSpark() {}

    /**
     * Adds a spec's output to a dataset.
     *
     * @param dataset has a column for each input that the spec uses, named as the input, of its type or one that widens
     *     to it exactly; names in any case unless spark.sql.caseSensitive is on
     * @param spec the spec
     * @return the dataset with the new column, whose metadata is the spec's stamp
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
            requireFree(dataset, spec, TrainingTable.COLUMN, caseSensitive);
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
                ? applied.withColumn(TrainingTable.COLUMN, functions.lit(spec.fingerprintPrefix()))
                : applied;
    }

    private static Column call(String name, Column[] inputs) {
        return functions.call_function(
                CATALOG + "." + PlumblineCatalog.APPLIED + ".`" + name + "`", functions.struct(inputs));
    }

    /**
     * Returns the stamp that a column of vectors carries, for the model that learns from it.
     *
     * @param table a table that {@link #apply} made, or one that was written and read since
     * @param column the vectors
     * @return the stamp, without the spec's text
     * @throws dev.plumbline.transform.ModelStampException if the column's metadata has none
     * @throws IllegalArgumentException if there is no such column
     */
    public static ModelStamp stamp(Dataset<Row> table, String column) {
        Metadata metadata = table.schema().apply(column).metadata();
        Map<String, String> properties = new HashMap<>();
        for (String name : STAMP) {
            String key = ModelStamp.PREFIX + name;
            if (metadata.contains(key)) {
                properties.put(key, metadata.getString(key));
            }
        }
        return ModelStamp.fromProperties(properties);
    }

    /**
     * Counts the rows of a table by its column {@value TrainingTable#COLUMN}, and refuses one that another spec made, or
     * several.
     *
     * @param table the table
     * @param spec the spec that a model of this table is to be stamped with
     * @throws dev.plumbline.transform.model.TrainingTableException if not every row was made with the spec
     */
    public static void requireSpec(Dataset<Row> table, TransformSpec spec) {
        Map<@Nullable Long, Long> rows = new HashMap<>();
        for (Row row : table.groupBy(TrainingTable.COLUMN).count().collectAsList()) {
            rows.put(row.isNullAt(0) ? null : row.getLong(0), row.getLong(1));
        }
        TrainingTable.requireSpec(spec, rows);
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
        MetadataBuilder metadata = new MetadataBuilder();
        ModelStamp.of(spec).withoutText().properties().forEach(metadata::putString);
        return metadata.build();
    }
}
