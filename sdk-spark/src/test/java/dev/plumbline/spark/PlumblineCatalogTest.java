package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.TransformSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Specs as SQL functions. */
@ExtendWith(SparkExtension.class)
class PlumblineCatalogTest {
    private static final TransformSpec FRAUD = TransformSpec.load(SparkExtension.SPECS.resolve("fraud.yaml"));
    private static final String ONE_USER =
            " FROM VALUES (120L, 31.5D, 4) AS t(friend_count, avg_friend_age, friend_purchase_category_count)";
    private static final String CALL =
            "plumb.specs.fraud_v3(struct(friend_count, avg_friend_age, friend_purchase_category_count))";

    private final SparkSession session;

    PlumblineCatalogTest(SparkSession session) {
        this.session = session;
    }

    @Test
    void select_aSpecOfTheDirectory_givesTheVectorizersBits() {
        Dataset<Row> vectors = session.sql("SELECT " + CALL + " AS x" + ONE_USER);

        assertThat(vectors.schema().apply("x").dataType())
                .isEqualTo(DataTypes.createArrayType(DataTypes.FloatType, false));
        assertThat(vectors.schema().apply("x").nullable()).isFalse();
        assertThat(PlainVectors.bits(FRAUD, vectors.collectAsList().get(0), 0)).isEqualTo(oneUser());
    }

    @Test
    void select_otherSpellings_meanTheSameSpec() {
        String label = FRAUD.fingerprint().substring("plb1:".length(), 17);
        for (String name : new String[] {
            "plumb.fraud_v3",
            "plumb.specs.FRAUD_V3",
            "plumb.specs.`fraud_v3@3.1.0`",
            "plumb.specs.`fraud_v3@" + label + "`"
        }) {
            String columns = "(struct(FRIEND_PURCHASE_CATEGORY_COUNT, Friend_Count, avg_friend_age))";
            Row row = session.sql("SELECT " + name + columns + ONE_USER)
                    .collectAsList()
                    .get(0);

            assertThat(PlainVectors.bits(FRAUD, row, 0)).as(name).isEqualTo(oneUser());
        }
    }

    @Test
    void select_aNarrowerColumn_isWidened() {
        Row row = session.sql("SELECT plumb.specs.fraud_v3(struct(120Y AS friend_count, CAST(31.5 AS FLOAT) AS"
                        + " avg_friend_age, 4S AS friend_purchase_category_count)) FROM range(1)")
                .collectAsList()
                .get(0);

        assertThat(PlainVectors.bits(FRAUD, row, 0)).isEqualTo(oneUser());
    }

    @Test
    void plan_runsInsideAGeneratedStage_andNamesTheSpec() {
        Dataset<Row> vectors = session.range(10).selectExpr("plumb.specs.strict(struct(id / 3 AS a)) AS x");

        assertThat(vectors.queryExecution().executedPlan().toString())
                .containsPattern("\\*\\(1\\) Project \\[strict@[0-9a-f]{12}\\.invoke AS x#");
    }

    @Test
    void select_twoSlotsOfOneCall_computeItOnce() {
        Dataset<Row> slots = session.range(3)
                .selectExpr("id / 3 AS a")
                .selectExpr("plumb.specs.strict(struct(a))[0] AS x", "plumb.specs.strict(struct(a))[0] + 1 AS y");

        assertThat(slots.where("x + 1 != y").count()).isZero();
        assertThat(PlanCode.of(slots)).containsOnlyOnce(".invoke(");
    }

    @Test
    void select_aNullStruct_isARowWithoutInputs() {
        Dataset<Row> joined =
                session.sql("SELECT plumb.specs.every_type(r.s) AS all FROM range(2) l LEFT JOIN (SELECT id,"
                        + " struct(true AS b, 1 AS i, 2L AS l, 3F AS f, 4D AS d, 'a' AS s, timestamp_micros(id) AS t) AS s"
                        + " FROM range(1)) r ON l.id = r.id ORDER BY l.id");
        TransformSpec spec = TransformSpec.load(SparkExtension.SPECS.resolve("every_type.yaml"));
        int notFound = spec.vectorizer().slotNames().indexOf("d_not_found");

        assertThat(joined.collectAsList().get(0).<Double>getList(0).get(notFound))
                .isEqualTo(0.0);
        assertThat(joined.collectAsList().get(1).<Double>getList(0).get(notFound))
                .isEqualTo(1.0);
    }

    @Test
    void select_trySpecs_givesNullForARowThatTheSpecRefuses() {
        Dataset<Row> vectors =
                session.sql("SELECT plumb.try_specs.strict(struct(if(id = 1, NULL, id / 4) AS a)) AS x FROM range(3)");

        assertThat(vectors.schema().apply("x").nullable()).isTrue();
        assertThat(vectors.where("x IS NULL").count()).isEqualTo(1);
        assertThat(vectors.where("x[0] = -0.375").count()).isEqualTo(1);
    }

    @Test
    void select_specs_failsAtARowThatTheSpecRefuses() {
        Dataset<Row> vectors =
                session.sql("SELECT plumb.specs.strict(struct(if(id = 1, NULL, id / 4) AS a)) AS x FROM range(3)");

        assertThatThrownBy(vectors::collectAsList)
                .rootCause()
                .hasMessageStartingWith("PLB-301 strict/a: input 'a' (null) is null and no impute is declared");
    }

    @Test
    void view_withASpec_isQueriedAgain() {
        session.sql("SELECT " + CALL + " AS x" + ONE_USER).createOrReplaceTempView("vectors");
        session.sql("CREATE OR REPLACE TEMPORARY VIEW sql_vectors AS SELECT " + CALL + " AS x" + ONE_USER);

        assertThat(PlainVectors.bits(
                        FRAUD, session.table("vectors").collectAsList().get(0), 0))
                .isEqualTo(oneUser());
        assertThat(PlainVectors.bits(
                        FRAUD, session.table("sql_vectors").collectAsList().get(0), 0))
                .isEqualTo(oneUser());
    }

    @Test
    void listFunctions_namesTheSpecsOfTheDirectory() throws Exception {
        Identifier[] functions = catalog(SparkExtension.SPECS).listFunctions(new String[] {"specs"});

        assertThat(functions).extracting(Identifier::name).contains("fraud_v3", "every_type", "strict");
        assertThat(catalog(SparkExtension.SPECS).functionExists(Identifier.of(new String[] {"other"}, "strict")))
                .isFalse();
    }

    @Test
    void loadFunction_aFileChangedLater_isTheSpecThatWasRead(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("strict.yaml");
        Files.copy(SparkExtension.SPECS.resolve("strict.yaml"), file);
        PlumblineCatalog catalog = catalog(directory);
        Identifier strict = Identifier.of(new String[] {"specs"}, "strict");
        String before = catalog.loadFunction(strict).description();
        Files.writeString(file, Files.readString(file).replace("mean: 2", "mean: 3"));

        assertThat(catalog.loadFunction(strict).description()).isEqualTo(before);
    }

    @Test
    void loadFunction_twoVersionsOfAName_asksForOne(@TempDir Path directory) throws Exception {
        String text = Files.readString(SparkExtension.SPECS.resolve("strict.yaml"));
        Files.writeString(directory.resolve("one.yaml"), text);
        Files.writeString(
                directory.resolve("two.yml"),
                text.replace("mean: 2", "mean: 3").replace("version: \"1\"", "version: \"2\""));
        PlumblineCatalog catalog = catalog(directory);

        assertThatThrownBy(() -> catalog.loadFunction(Identifier.of(new String[0], "strict")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(
                        "PLB-503 p has 2 specs 'strict'; write one of `strict@[0-9a-f]{12}`, `strict@[0-9a-f]{12}`");
        assertThat(catalog.loadFunction(Identifier.of(new String[0], "strict@2"))
                        .description())
                .startsWith("strict 2 plb1:");
    }

    @Test
    void initialize_whatCannotBeRead_isNamed(@TempDir Path directory) throws Exception {
        assertThatThrownBy(() -> catalog(directory.resolve("absent")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("PLB-503 there is no directory '.*absent'; check the path");
        Files.writeString(directory.resolve("bad.json"), "{\"plumbline\": 1, \"nam\": 2}");
        assertThatThrownBy(() -> catalog(directory))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("bad.json:1");
        PlumblineCatalog empty = new PlumblineCatalog();
        empty.initialize("p", new CaseInsensitiveStringMap(Map.of()));
        assertThatThrownBy(() -> empty.loadFunction(Identifier.of(new String[0], "strict")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("PLB-503 the catalog 'p' has no specs; set spark.sql.catalog.p.specs to a directory of spec"
                        + " files before its first use");
    }

    private static PlumblineCatalog catalog(Path directory) {
        PlumblineCatalog catalog = new PlumblineCatalog();
        catalog.initialize("p", new CaseInsensitiveStringMap(Map.of("specs", directory.toString())));
        return catalog;
    }

    private static long[] oneUser() {
        Map<String, Object> cells =
                Map.of("friend_count", 120L, "avg_friend_age", 31.5, "friend_purchase_category_count", 4);
        return java.util.Objects.requireNonNull(PlainVectors.of(FRAUD, cells::get));
    }
}
