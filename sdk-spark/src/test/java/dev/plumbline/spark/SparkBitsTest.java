package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same rows through Spark and through the plain vectorizer: the same bits, and the same rows refused. */
@ExtendWith(SparkExtension.class)
class SparkBitsTest {
    private static final int ROWS = 500;

    private final SparkSession session;

    SparkBitsTest(SparkSession session) {
        this.session = session;
    }

    static Stream<Path> specs() throws java.io.IOException {
        try (Stream<Path> files = Files.list(SparkExtension.SPECS)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void apply_randomRowsInManyPartitions_hasTheVectorizersBits(Path file) {
        TransformSpec spec = TransformSpec.load(file);
        StructType schema = RandomRows.schema(spec);
        List<Row> rows = new RandomRows(20260721).rows(spec, ROWS);
        Dataset<Row> table = session.createDataFrame(rows, schema).repartition(4);

        List<Row> vectors = PlumblineSpark.apply(
                        table,
                        spec,
                        ApplyOptions.builder().badRows(BadRows.NULL).build())
                .select("row", spec.outputName())
                .collectAsList();

        assertThat(vectors).hasSize(ROWS);
        int taken = 0;
        for (Row vector : vectors) {
            Row row = rows.get(vector.getInt(0));
            long[] expected = PlainVectors.of(spec, input -> row.get(schema.fieldIndex(input)));
            assertThat(PlainVectors.bits(spec, vector, 1)).as("%s", row).isEqualTo(expected);
            taken += expected == null ? 0 : 1;
        }
        assertThat(taken).isGreaterThan(ROWS / 10);
    }

    @Test
    void specs_useEveryOp() throws java.io.IOException {
        String reference = Files.readString(Path.of("../docs/spec-reference.md"));
        String tables = reference.substring(reference.indexOf("## Ops"), reference.indexOf("### Presets"));
        StringBuilder canonical = new StringBuilder();
        specs().forEach(file -> canonical.append(TransformSpec.load(file).canonicalForm()));

        assertThat(specs()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\|")
                        .matcher(tables)
                        .results())
                .hasSizeGreaterThan(50)
                .allSatisfy(op -> assertThat(canonical).contains("{\"" + op.group(1) + "\":{"));
    }
}
