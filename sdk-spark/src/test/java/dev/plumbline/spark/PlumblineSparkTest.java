package dev.plumbline.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.ModelStampException;
import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.model.TrainingTableException;
import java.nio.file.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Specs over Datasets. */
@ExtendWith(SparkExtension.class)
class PlumblineSparkTest {
    private static final TransformSpec STRICT = TransformSpec.load(SparkExtension.SPECS.resolve("strict.yaml"));

    private final SparkSession session;
    private final Dataset<Row> quarters;

    PlumblineSparkTest(SparkSession session) {
        this.session = session;
        this.quarters = session.range(4).selectExpr("id", "id / 4 AS a");
    }

    @Test
    void apply_columnsOfTheInputsNames_addsTheVector() {
        Dataset<Row> vectors = PlumblineSpark.apply(quarters, STRICT);

        assertThat(vectors.columns()).containsExactly("id", "a", "x");
        assertThat(vectors.where("x[0] = CAST((a - 2) / 4 AS FLOAT)").count()).isEqualTo(4);
        assertThat(vectors.queryExecution().executedPlan().toString())
                .containsPattern("\\*\\(1\\) Project .*strict@[0-9a-f]{12}\\.invoke AS x#");
    }

    @Test
    void apply_theSpecIsForgotten_whenTheCallIsOver() {
        PlumblineSpark.apply(quarters, STRICT);
        assertThatThrownBy(() -> PlumblineSpark.apply(
                        quarters.selectExpr("id AS a"),
                        STRICT,
                        ApplyOptions.builder().input("a", col("nowhere")).build()))
                .isInstanceOf(AnalysisException.class);

        assertThat(AppliedSpecs.here().size()).isZero();
    }

    @Test
    void apply_inputsFromExpressions_readsThem() {
        Dataset<Row> nested = session.sql("SELECT struct(id AS `a.b`) AS s, 'shadow' AS a FROM range(4)");

        Dataset<Row> vectors = PlumblineSpark.apply(
                nested,
                STRICT,
                ApplyOptions.builder()
                        .input("a", col("s.`a.b`").cast("double"))
                        .output("v.w")
                        .build());

        assertThat(vectors.select(col("`v.w`").getItem(0)).collectAsList())
                .extracting(row -> row.getFloat(0))
                .containsExactly(-0.5f, -0.25f, 0f, 0.25f);
    }

    @Test
    void apply_metadataOfTheOutput_survivesParquet(@TempDir Path directory) {
        String file = directory.resolve("vectors").toString();
        PlumblineSpark.apply(quarters, STRICT)
                .select(col("x").as("renamed"))
                .write()
                .parquet(file);

        Dataset<Row> read = session.read().parquet(file);

        assertThat(PlumblineSpark.stamp(read, "renamed"))
                .isEqualTo(ModelStamp.of(STRICT).withoutText());
        assertThat(read.count()).isEqualTo(4);
    }

    @Test
    void apply_fingerprintColumn_survivesAUnionWithAnotherSpecs() {
        ApplyOptions options = ApplyOptions.builder().fingerprintColumn().build();
        TransformSpec refitted = TransformSpec.parse(STRICT.text().replace("mean: 2", "mean: 3"), "refitted");

        Dataset<Row> mixed = PlumblineSpark.apply(quarters, STRICT, options)
                .union(PlumblineSpark.apply(quarters, refitted, options));

        assertThat(mixed.schema().apply("__plb_fp").dataType()).isEqualTo(DataTypes.LongType);
        assertThat(mixed.select("__plb_fp").distinct().collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactlyInAnyOrder(STRICT.fingerprintPrefix(), refitted.fingerprintPrefix());
        PlumblineSpark.requireSpec(mixed.limit(4), STRICT);
        assertThatThrownBy(() -> PlumblineSpark.requireSpec(mixed, STRICT))
                .isInstanceOf(TrainingTableException.class)
                .hasMessageStartingWith("PLB-402")
                .hasMessageContaining("(4 rows) and ");
    }

    @Test
    void stamp_ofAColumnWithoutOne_isRefused() {
        assertThatThrownBy(() -> PlumblineSpark.stamp(quarters, "a"))
                .isInstanceOf(ModelStampException.class)
                .hasMessageContaining("no property 'plumbline.spec'");
    }

    @Test
    void apply_readsNoOtherColumns(@TempDir Path directory) {
        String file = directory.resolve("table").toString();
        quarters.withColumn("wide", col("id")).write().parquet(file);

        Dataset<Row> vectors =
                PlumblineSpark.apply(session.read().parquet(file), STRICT).select("x");

        assertThat(vectors.queryExecution().executedPlan().toString()).contains("ReadSchema: struct<a:double>");
    }

    @Test
    void apply_badRowsAsNull_keepsTheOthers() {
        Dataset<Row> vectors = PlumblineSpark.apply(
                quarters.selectExpr("id", "nullif(a, 0.5D) AS a"),
                STRICT,
                ApplyOptions.builder().badRows(BadRows.NULL).build());

        assertThat(vectors.where("x IS NULL").collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactly(2L);
    }

    @Test
    void apply_columnsThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> PlumblineSpark.apply(quarters.drop("a"), STRICT))
                .isInstanceOfSatisfying(
                        SpecException.class, e -> assertThat(e.code()).isEqualTo("PLB-501"))
                .hasMessage("PLB-501 strict: input 'a' has no column; columns: id");
        assertThatThrownBy(() -> PlumblineSpark.apply(quarters.selectExpr("id AS a"), STRICT))
                .isInstanceOf(SpecException.class)
                .hasMessage("PLB-501 strict: input 'a' is float64 and column 'a' is bigint, which does not widen to it"
                        + " exactly; pass cast(a as double) as a");
        assertThatThrownBy(() -> PlumblineSpark.apply(quarters.withColumnRenamed("id", "X"), STRICT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PLB-502 strict: the dataset has a column 'X' already; drop it, or name another output");
        assertThatThrownBy(() -> PlumblineSpark.apply(
                        quarters.join(quarters.toDF("k", "A"), col("id").equalTo(col("k"))), STRICT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PLB-502 strict: the dataset has input 'a' twice, as 'a' and 'A'; leave one out");
        assertThatThrownBy(() -> PlumblineSpark.apply(
                        quarters,
                        STRICT,
                        ApplyOptions.builder().input("b", col("a")).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PLB-502 strict: the spec uses no input 'b'; it uses a");
    }

    @Test
    void apply_anotherCase_isTheSameColumnUnlessCaseCounts() {
        Dataset<Row> upper = quarters.withColumnRenamed("a", "A");
        assertThat(PlumblineSpark.apply(upper, STRICT).columns()).containsExactly("id", "A", "x");

        session.conf().set("spark.sql.caseSensitive", true);
        try {
            assertThatThrownBy(() -> PlumblineSpark.apply(upper, STRICT))
                    .isInstanceOf(SpecException.class)
                    .hasMessage(
                            "PLB-501 strict: input 'a' has no column, as spark.sql.caseSensitive is on; rename 'A' to"
                                    + " 'a'");
            assertThat(PlumblineSpark.apply(upper.withColumn("a", col("A")), STRICT)
                            .columns())
                    .containsExactly("id", "A", "a", "x");
        } finally {
            session.conf().unset("spark.sql.caseSensitive");
        }
    }
}
