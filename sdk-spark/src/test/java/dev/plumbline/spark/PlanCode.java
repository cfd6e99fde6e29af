package dev.plumbline.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.debug.package$;

/** The Java that Spark generates for a query. */
final class PlanCode {
    private PlanCode() {}

    static String of(Dataset<Row> query) {
        return package$.MODULE$.codegenString(query.queryExecution().executedPlan());
    }
}
