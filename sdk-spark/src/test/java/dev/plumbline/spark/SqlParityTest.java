package dev.plumbline.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.expr;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spark's SQL functions, and the ops of the same meaning. */
@ExtendWith(SparkExtension.class)
class SqlParityTest {
    private static final Parity PARITY = new Parity();

    private final SparkSession session;
    private final Map<String, String> sqlByStep = new LinkedHashMap<>();
    private final SpecText spec = new SpecText();

    SqlParityTest(SparkSession session) {
        this.session = session;
    }

    @AfterAll
    static void report() {
        System.out.println(PARITY.report());
    }

    @Test
    void numbers_areTheSqlFunctions() {
        spec.input("x", "f64").input("p", "f64");
        pair("p", "log", "ln(p)");
        pair("p", "{log: {base: '2'}}", "log2(p)");
        pair("p", "{log: {base: '10'}}", "log10(p)");
        pair("p", "log1p", "log1p(p)");
        pair("x", "exp", "exp(x)");
        pair("x", "expm1", "expm1(x)");
        pair("p", "sqrt", "sqrt(p)");
        pair("p", "{pow: {exponent: 1.7}}", "power(p, 1.7)");
        pair("x", "abs", "abs(x)");
        pair("x", "sign", "signum(x)");
        pair("p", "{reciprocal: {zero: 0}}", "1 / p");
        pair("x", "{round: {mode: half_up}}", "round(x)");
        pair("x", "{round: {mode: half_even}}", "rint(x)");
        pair("x", "{round: {mode: floor}}", "floor(x)");
        pair("x", "{round: {mode: ceil}}", "ceil(x)");
        pair("x", "{clip: {min: -1.5, max: 2}}", "least(greatest(x, -1.5D), 2D)");
        pair("[x, p]", "{ratio: {zero: 0}}", "x / p");
        pair("[x, p]", "diff", "x - p");
        pair("[x, p]", "sum", "x + p");
        pair("[x, p]", "product", "x * p");
        pair("[x, p]", "min", "least(x, p)");
        pair("[x, p]", "max", "greatest(x, p)");

        check(session.range(400).selectExpr("(id - 200) / 8 AS x", "exp((id - 200) / 9.0D) AS p"));
    }

    @Test
    void dateParts_areTheSqlFunctionsInTheSessionsZone() {
        spec.input("t", "timestamp");
        part("year", "year(t)");
        part("quarter", "quarter(t)");
        part("month", "month(t)");
        part("day_of_month", "dayofmonth(t)");
        part("day_of_year", "dayofyear(t)");
        part("iso_day_of_week, base: 1", "weekday(t) + 1");
        part("iso_week", "weekofyear(t)");
        part("hour", "hour(t)");
        part("minute", "minute(t)");
        part("second", "second(t)");

        check(session.range(500).selectExpr("timestamp_micros((id - 100) * 3456789012345 + id * id * 777777) AS t"));
    }

    private void part(String part, String sql) {
        pair("t", "{date_part: {zone: America/New_York, part: " + part + "}}", sql);
    }

    private void pair(String inputs, String step, String sql) {
        spec.feature(inputs, step);
        sqlByStep.put(step, sql);
    }

    private void check(Dataset<Row> table) {
        List<String> steps = sqlByStep.keySet().stream()
                .map(step -> step.replaceAll("[{}' ]|zone:[^,]*,", ""))
                .toList();
        Column theirs = array(sqlByStep.values().stream()
                .map(sql -> expr("CAST(" + sql + " AS DOUBLE)"))
                .toArray(Column[]::new));

        PARITY.check(steps::get, table.withColumn("theirs", theirs), "theirs", spec.parse(), 0);
    }
}
