package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same rows through Spark and through the plain vectorizer: the same bits. */
@ExtendWith(SparkExtension.class)
class SparkBitsTest {
    private static final int ROWS = 3000;

    private final SparkSession session;

    SparkBitsTest(SparkSession session) {
        this.session = session;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fraud.yaml", "every_type.yaml"})
    void apply_randomRowsInManyPartitions_hasTheVectorizersBits(String file) {
        TransformSpec spec = TransformSpec.load(SparkExtension.SPECS.resolve(file));
        List<Row> rows = new RandomRows(20260721).rows(spec, ROWS);
        Dataset<Row> table =
                session.createDataFrame(rows, RandomRows.schema(spec)).repartition(7);

        List<Row> vectors = PlumblineSpark.apply(table, spec)
                .select("row", spec.outputName())
                .collectAsList();

        assertThat(vectors).hasSize(ROWS);
        for (Row vector : vectors) {
            Row source = rows.get(vector.getInt(0));
            assertThat(RandomRows.bits(vector.<Number>getList(1))).as("%s", source).isEqualTo(RandomRows.plain(spec, source));
        }
    }
}
