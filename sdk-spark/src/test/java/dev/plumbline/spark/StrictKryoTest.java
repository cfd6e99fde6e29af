package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.TransformSpec;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where Kryo refuses what is not registered, a spec needs no registration. */
@ExtendWith(SparkExtension.class)
@SparkExtension.StrictKryo
class StrictKryoTest {
    private final SparkSession session;

    StrictKryoTest(SparkSession session) {
        this.session = session;
    }

    @Test
    void apply_acrossAShuffle_needsNoRegistration() {
        TransformSpec spec = TransformSpec.load(SparkExtension.SPECS.resolve("strict.yaml"));
        Dataset<Row> table = session.range(100).selectExpr("id / 4 AS a").repartition(3);

        Dataset<Row> vectors = PlumblineSpark.apply(table, spec).repartition(2);

        assertThat(vectors.where("x[0] = CAST((a - 2) / 4 AS FLOAT)").count()).isEqualTo(100);
        JavaSparkContext context = new JavaSparkContext(session.sparkContext());
        assertThatThrownBy(
                        () -> context.parallelize(List.of(new Unregistered(1))).count())
                .hasMessageContaining("Class is not registered");
    }

    /** What this session does refuse. */
    record Unregistered(int value) implements java.io.Serializable {}
}
