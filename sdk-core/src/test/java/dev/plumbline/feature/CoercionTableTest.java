package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in {@link FeatureRowBuilder}'s description, scalar by scalar. */
final class CoercionTableTest {
    private static final String ERROR = "ERROR";
    private static final String NAN = "NAN";
    private static final long P53 = 1L << 53;
    private static final long P24 = 1L << 24;

    static Stream<Arguments> table() {
        return Stream.of(bools(), integers(), doubles(), floats(), others()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> bools() {
        return Stream.of(
                arguments(true, FeatureType.BOOL, true),
                arguments(false, FeatureType.BOOL, false),
                arguments(true, FeatureType.INT32, ERROR),
                arguments(true, FeatureType.INT64, ERROR),
                arguments(true, FeatureType.FLOAT64, ERROR),
                arguments(true, FeatureType.STRING, ERROR));
    }

    private static Stream<Arguments> integers() {
        return Stream.of(
                arguments(0L, FeatureType.INT64, 0L),
                arguments(Long.MIN_VALUE, FeatureType.INT64, Long.MIN_VALUE),
                arguments(Long.MAX_VALUE, FeatureType.INT64, Long.MAX_VALUE),
                arguments(-1L, FeatureType.TIMESTAMP, Instant.parse("1969-12-31T23:59:59.999999Z")),
                arguments((long) Integer.MAX_VALUE, FeatureType.INT32, Integer.MAX_VALUE),
                arguments((long) Integer.MIN_VALUE, FeatureType.INT32, Integer.MIN_VALUE),
                arguments(Integer.MAX_VALUE + 1L, FeatureType.INT32, ERROR),
                arguments(Integer.MIN_VALUE - 1L, FeatureType.INT32, ERROR),
                arguments(P53, FeatureType.FLOAT64, 0x1p53),
                arguments(-P53, FeatureType.FLOAT64, -0x1p53),
                arguments(P53 + 1, FeatureType.FLOAT64, ERROR),
                arguments(-P53 - 1, FeatureType.FLOAT64, ERROR),
                arguments(Long.MIN_VALUE, FeatureType.FLOAT64, ERROR),
                arguments(P24, FeatureType.FLOAT32, 0x1p24f),
                arguments(-P24, FeatureType.FLOAT32, -0x1p24f),
                arguments(P24 + 1, FeatureType.FLOAT32, ERROR),
                arguments(Long.MIN_VALUE, FeatureType.FLOAT32, ERROR),
                arguments(1L, FeatureType.BOOL, ERROR),
                arguments(1L, FeatureType.STRING, ERROR),
                arguments(1L, FeatureType.BYTES, ERROR),
                arguments(1L, FeatureType.listOf(FeatureType.INT64), ERROR));
    }

    private static Stream<Arguments> doubles() {
        return Stream.of(
                arguments(-0.0, FeatureType.FLOAT64, -0.0),
                arguments(Double.MIN_VALUE, FeatureType.FLOAT64, Double.MIN_VALUE),
                arguments(Double.MAX_VALUE, FeatureType.FLOAT64, Double.MAX_VALUE),
                arguments(Double.NaN, FeatureType.FLOAT64, NAN),
                arguments(Double.POSITIVE_INFINITY, FeatureType.FLOAT64, Double.POSITIVE_INFINITY),
                arguments(0.1, FeatureType.FLOAT32, 0.1f),
                arguments(-0.0, FeatureType.FLOAT32, -0.0f),
                arguments(0x1p-149, FeatureType.FLOAT32, Float.MIN_VALUE),
                arguments(0x1p-151, FeatureType.FLOAT32, 0.0f),
                arguments((double) Float.MAX_VALUE, FeatureType.FLOAT32, Float.MAX_VALUE),
                arguments(Math.nextDown(0x1.ffffffp127), FeatureType.FLOAT32, Float.MAX_VALUE),
                arguments(0x1.ffffffp127, FeatureType.FLOAT32, ERROR),
                arguments(-1e39, FeatureType.FLOAT32, ERROR),
                arguments(Double.NEGATIVE_INFINITY, FeatureType.FLOAT32, Float.NEGATIVE_INFINITY),
                arguments(Double.NaN, FeatureType.FLOAT32, NAN),
                arguments(0x1p53, FeatureType.INT64, P53),
                arguments(-0x1p53, FeatureType.INT64, -P53),
                arguments(0x1p53 + 2, FeatureType.INT64, ERROR),
                arguments(-0.0, FeatureType.INT64, 0L),
                arguments(0.5, FeatureType.INT64, ERROR),
                arguments(Double.MIN_VALUE, FeatureType.INT64, ERROR),
                arguments(Double.NaN, FeatureType.INT64, ERROR),
                arguments(Double.POSITIVE_INFINITY, FeatureType.INT64, ERROR),
                arguments(Double.NEGATIVE_INFINITY, FeatureType.TIMESTAMP, ERROR),
                arguments(1e6, FeatureType.TIMESTAMP, Instant.ofEpochSecond(1)),
                arguments(2147483647.0, FeatureType.INT32, Integer.MAX_VALUE),
                arguments(-2147483648.0, FeatureType.INT32, Integer.MIN_VALUE),
                arguments(2147483648.0, FeatureType.INT32, ERROR),
                arguments(-2147483649.0, FeatureType.INT32, ERROR),
                arguments(1.5, FeatureType.INT32, ERROR),
                arguments(Double.NaN, FeatureType.INT32, ERROR),
                arguments(Double.POSITIVE_INFINITY, FeatureType.INT32, ERROR),
                arguments(1.0, FeatureType.BOOL, ERROR),
                arguments(1.0, FeatureType.STRING, ERROR));
    }

    private static Stream<Arguments> floats() {
        return Stream.of(
                arguments(0.1f, FeatureType.FLOAT32, 0.1f),
                arguments(0.1f, FeatureType.FLOAT64, (double) 0.1f),
                arguments(Float.MIN_VALUE, FeatureType.FLOAT32, Float.MIN_VALUE),
                arguments(-0.0f, FeatureType.FLOAT32, -0.0f),
                arguments(Float.NaN, FeatureType.FLOAT32, NAN),
                arguments(Float.NaN, FeatureType.FLOAT64, NAN),
                arguments(Float.POSITIVE_INFINITY, FeatureType.FLOAT64, Double.POSITIVE_INFINITY),
                arguments(0x1p24f, FeatureType.INT64, P24),
                arguments(-0x1p24f, FeatureType.INT32, (int) -P24),
                arguments(0x1p24f + 2, FeatureType.INT64, ERROR),
                arguments(0x1p24f + 2, FeatureType.INT32, ERROR),
                arguments(0.5f, FeatureType.INT64, ERROR),
                arguments(Float.NaN, FeatureType.INT32, ERROR),
                arguments(Float.NEGATIVE_INFINITY, FeatureType.INT64, ERROR),
                arguments(64f, FeatureType.TIMESTAMP, Instant.parse("1970-01-01T00:00:00.000064Z")),
                arguments(1f, FeatureType.BOOL, ERROR));
    }

    private static Stream<Arguments> others() {
        return Stream.of(
                arguments("", FeatureType.STRING, ""),
                arguments("3", FeatureType.STRING, "3"),
                arguments("3", FeatureType.INT64, ERROR),
                arguments("3", FeatureType.BYTES, ERROR),
                arguments(new byte[] {1, 2}, FeatureType.BYTES, new byte[] {1, 2}),
                arguments(new byte[] {1, 2}, FeatureType.STRING, ERROR));
    }

    @ParameterizedTest
    @MethodSource("table")
    void put_scalar_isExactOrError(Object put, FeatureType declared, Object expected) {
        FeatureView view = FeatureView.builder("v", "k").feature("f", declared).build();
        FeatureRowBuilder builder = FeatureRow.builder(view, 0);

        put(builder, put);
        FeatureRow row = builder.build();

        if (expected.equals(ERROR) || expected.equals(NAN)) {
            assertThat(row.state(0)).isEqualTo(ValueState.valueOf(expected.toString()));
            assertThat(row.value("f")).isEmpty();
        } else {
            assertThat(row.state(0)).isEqualTo(ValueState.PRESENT);
            assertThat(row.value("f"))
                    .hasValueSatisfying(value -> assertThat(value).isEqualTo(expected));
        }
        assertThat(row.status()).isEqualTo(RowStatus.PRESENT);
    }

    private static void put(FeatureRowBuilder builder, Object value) {
        if (value instanceof Boolean bool) {
            builder.putBool(0, bool);
        } else if (value instanceof Long number) {
            builder.putInt64(0, number);
        } else if (value instanceof Double number) {
            builder.putFloat64(0, number);
        } else if (value instanceof Float number) {
            builder.putFloat32(0, number);
        } else if (value instanceof String text) {
            builder.putString(0, text);
        } else {
            builder.putBytes(0, (byte[]) value);
        }
    }
}
