package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Holds columns that Spark computed against a spec's, and keeps count. */
final class Parity {
    private final Map<String, long[]> casesAndUlps = new TreeMap<>();

    /**
     * Applies a spec to a dataset and compares each of its slots with what Spark has in another column, a number or a
     * vector; null and NaN are one.
     */
    void check(String op, Dataset<Row> theirs, String column, TransformSpec spec, long maxUlps) {
        Dataset<Row> both = PlumblineSpark.apply(
                        theirs,
                        spec,
                        ApplyOptions.builder().output("plumbline_out").build())
                .select(functions.col(column), functions.col("plumbline_out"));
        List<Row> rows = both.collectAsList();
        assertThat(rows).isNotEmpty();
        for (Row row : rows) {
            double[] expected = numbers(row.get(0));
            List<? extends Number> slots = row.getList(1);
            assertThat(slots).as("%s: %s", op, row).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                long ulps = ulps(expected[i], slots.get(i).doubleValue());
                assertThat(ulps).as("%s, slot %s of %s", op, i, row).isLessThanOrEqualTo(maxUlps);
                long[] record = casesAndUlps.computeIfAbsent(op, unseen -> new long[2]);
                record[0]++;
                record[1] = Math.max(record[1], ulps);
            }
        }
    }

    private static double[] numbers(@Nullable Object value) {
        if (value instanceof Vector vector) {
            return vector.toArray();
        }
        return new double[] {value == null ? Double.NaN : ((Number) value).doubleValue()};
    }

    /** How many binary64 lie between two numbers; zeros of either sign are equal, and so are NaNs. */
    private static long ulps(double a, double b) {
        if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
            return 0;
        }
        if (Double.isNaN(a) || Double.isNaN(b) || (a < 0) != (b < 0)) {
            return Long.MAX_VALUE;
        }
        return Math.abs(Double.doubleToLongBits(a) - Double.doubleToLongBits(b));
    }

    /** One line: for each op how many numbers were compared, and the largest difference. */
    String report() {
        return casesAndUlps.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue()[0] + " (" + entry.getValue()[1] + " ulp)")
                .collect(Collectors.joining(", ", "equal to Spark: ", ""));
    }
}
