package dev.plumbline.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The guide's code is compiled, and does what the guide says. */
@ExtendWith(SparkExtension.class)
class SparkGuideTest {
    private static final String SPEC = """
            plumbline: 1
            name: flight_delay
            version: "1"
            semantics: 1
            policy: {unknown: oov}
            inputs:
              airport: {type: string, from: "airports:airport"}
              delay: {type: f64, from: "airports:delay"}
            features:
              - {name: airport, input: airport, steps: [{vocab: {values: [DFW, ORD], oov: 1}}, one_hot]}
              - {name: delay, input: delay, steps: [{impute: {value: 0}}]}
            """;

    private final SparkSession session;
    private final TransformSpec spec = TransformSpec.parse(SPEC, "flight_delay.yaml");

    SparkGuideTest(SparkSession session) {
        this.session = session;
    }

    @Test
    void java_ofTheGuide_runs() throws Exception {
        Dataset<Row> flights = session.sql("SELECT 'ORD' AS airport, 3.5D AS delay, 4 AS departure_delay");
        // tag::apply[]
        Dataset<Row> vectors = PlumblineSpark.apply(flights, spec);
        // end::apply[]
        // tag::options[]
        Dataset<Row> stamped = PlumblineSpark.apply(
                flights,
                spec,
                ApplyOptions.builder()
                        .input("delay", col("departure_delay").cast("double"))
                        .output("features")
                        .fingerprintColumn()
                        .badRows(BadRows.NULL)
                        .build());
        // end::options[]

        assertThat(vectors.select("x").first().<Float>getList(0)).containsExactly(0f, 1f, 0f, 3.5f);
        assertThat(stamped.select("features").first().<Float>getList(0)).containsExactly(0f, 1f, 0f, 4f);
        assertThat(stamped.columns()).endsWith("features", "__plb_fp");
        assertThat(guide()).contains(tagged("apply")).contains(tagged("options"));
    }

    @Test
    void sql_ofTheGuide_runs(@TempDir Path specs) throws Exception {
        Files.writeString(specs.resolve("flight_delay.yaml"), SPEC);
        String settings =
                block("properties").replace("s3://ml/specs", specs.toUri().toString());
        SparkSession fresh = session.newSession();
        settings.lines()
                .map(line -> line.split("\\s+", 2))
                .forEach(entry -> fresh.conf().set(entry[0], entry[1]));
        fresh.sql("SELECT 'DFW' AS airport, CAST(NULL AS DOUBLE) AS delay").createOrReplaceTempView("flights");

        assertThat(fresh.sql(block("sql")).first().<Float>getList(2)).containsExactly(1f, 0f, 0f, 0f);
        assertThat(fresh.sql(block("sql").replace("flight_delay", "`flight_delay@1`"))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void typeTable_ofTheGuide_isWhatIsTaken() throws Exception {
        Map<String, String> columns = Map.of(
                "bool",
                "boolean",
                "i32",
                "int",
                "i64",
                "bigint",
                "f32",
                "float",
                "f64",
                "double",
                "string",
                "string",
                "timestamp",
                "timestamp");
        for (String type : columns.keySet()) {
            Matcher line =
                    Pattern.compile("(?m)^\\| `" + type + "` \\| (.*) \\|$").matcher(guide());
            assertThat(line.find()).as(type).isTrue();
            TransformSpec one =
                    new SpecText().input("v", type).feature("v", "is_missing").parse();
            for (String column : columns.values()) {
                boolean named = line.group(1).contains("`" + column + "`")
                        || (column.equals("int") && line.group(1).contains("columns of `i32`"));
                assertThat(isTaken(one, column)).as("%s for %s", column, type).isEqualTo(named);
            }
        }
    }

    private boolean isTaken(TransformSpec one, String column) {
        try {
            PlumblineSpark.apply(session.sql("SELECT CAST(NULL AS " + column + ") AS v"), one);
            return true;
        } catch (dev.plumbline.transform.SpecException e) {
            return false;
        }
    }

    private static String guide() throws Exception {
        return Files.readString(Path.of("../docs/spark.md"));
    }

    private static String block(String language) throws Exception {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(guide());
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }

    private static String tagged(String tag) throws Exception {
        String text = Files.readString(Path.of("src/test/java/dev/plumbline/spark/SparkGuideTest.java"));
        int from = text.indexOf('\n', text.indexOf("// tag::" + tag + "[]")) + 1;
        int to = text.lastIndexOf('\n', text.indexOf("// end::" + tag + "[]"));
        return text.substring(from, to).stripIndent().strip();
    }
}
