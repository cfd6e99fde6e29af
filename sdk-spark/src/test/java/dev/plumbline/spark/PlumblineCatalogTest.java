package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Specs as SQL functions. */
@ExtendWith(SparkExtension.class)
class PlumblineCatalogTest {
    private static final String INPUTS = "struct(friend_count, avg_friend_age, friend_purchase_category_count)";
    private static final TransformSpec FRAUD = TransformSpec.load(SparkExtension.SPECS.resolve("fraud.yaml"));

    private final SparkSession session;

    PlumblineCatalogTest(SparkSession session) {
        this.session = session;
    }

    @Test
    void select_aSpecOfTheDirectory_givesTheVectorizersBits() {
        Dataset<Row> vectors = session.sql("SELECT plumb.specs.fraud_v3(" + INPUTS + ") AS x FROM " + oneUser());

        assertThat(vectors.schema().apply("x").dataType())
                .isEqualTo(DataTypes.createArrayType(DataTypes.FloatType, false));
        assertThat(vectors.schema().apply("x").nullable()).isFalse();
        assertThat(vectors.collectAsList().get(0).<Float>getList(0)).isEqualTo(expected(120L, 31.5, 4L));
        assertThat(session.sql("SELECT plumb.fraud_v3(" + INPUTS + ") FROM " + oneUser())
                        .collectAsList()
                        .get(0)
                        .<Float>getList(0))
                .isEqualTo(expected(120L, 31.5, 4L));
    }

    @Test
    void plan_runsInsideAGeneratedStage_andNamesTheSpec() {
        Dataset<Row> vectors = session.range(10)
                .selectExpr(
                        "id AS friend_count",
                        "CAST(id AS DOUBLE) AS avg_friend_age",
                        "1 AS friend_purchase_category_count")
                .selectExpr("plumb.specs.fraud_v3(" + INPUTS + ") AS x");

        assertThat(vectors.queryExecution().executedPlan().toString())
                .contains("*(1) Project [")
                .contains("fraud_v3@" + FRAUD.fingerprint().substring(5, 17) + ".invoke(");
    }

    private static String oneUser() {
        return "VALUES (120L, 31.5D, 4) AS t(friend_count, avg_friend_age, friend_purchase_category_count)";
    }

    private static List<Float> expected(Long friends, Double age, Long categories) {
        InputRow row = FRAUD.vectorizer().newInputs();
        row.setInt64(row.input("friend_count"), friends);
        row.setFloat64(row.input("avg_friend_age"), age);
        row.setInt64(row.input("friend_purchase_category_count"), categories);
        float[] vector = new float[FRAUD.vectorizer().width()];
        FRAUD.vectorizer().transform(row, vector, 0);
        java.util.ArrayList<Float> boxed = new java.util.ArrayList<>();
        for (float value : vector) {
            boxed.add(value);
        }
        return boxed;
    }
}
