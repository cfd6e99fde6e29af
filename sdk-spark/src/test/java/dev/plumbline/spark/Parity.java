package dev.plumbline.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transform.TransformSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Holds columns that Spark computed against a spec's, and keeps count. */
final class Parity {
    private final Map<String, long[]> casesAndUlps = new TreeMap<>();

    /**
     * Applies a spec to a dataset and compares each of its slots with what Spark has in another column: a number, a
     * vector or an array.
     */
    void check(String op, Dataset<Row> theirs, String column, TransformSpec spec, long maxUlps) {
        check(slot -> op, theirs, column, spec, maxUlps);
    }

    /** As the other, where each slot is another op's. */
    void check(IntFunction<String> ops, Dataset<Row> theirs, String column, TransformSpec spec, long maxUlps) {
        List<Row> rows = PlumblineSpark.apply(
                        theirs, spec, ApplyOptions.builder().output("ours").build())
                .select(column, "ours")
                .collectAsList();
        assertThat(rows).isNotEmpty();
        for (Row row : rows) {
            double[] expected = numbers(row, 0);
            double[] slots = numbers(row, 1);
            assertThat(slots).as("%s", row).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                String op = ops.apply(i);
                long ulps = ulps(expected[i], slots[i]);
                assertThat(ulps).as("%s, slot %s of %s", op, i, row).isLessThanOrEqualTo(maxUlps);
                long[] record = casesAndUlps.computeIfAbsent(op, unseen -> new long[2]);
                record[0]++;
                record[1] = Math.max(record[1], ulps);
            }
        }
    }

    private static double[] numbers(Row row, int column) {
        Object value = row.get(column);
        if (value instanceof Vector vector) {
            return vector.toArray();
        }
        if (value instanceof Number number) {
            return new double[] {number.doubleValue()};
        }
        return row.<Double>getList(column).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
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
