package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class CoercionPropertyTest {
    private static final FeatureView VIEW = FeatureView.builder("v", "k")
            .feature("i32", FeatureType.INT32)
            .feature("i64", FeatureType.INT64)
            .feature("f32", FeatureType.FLOAT32)
            .feature("f64", FeatureType.FLOAT64)
            .build();

    @Property
    void putFloat64_anyDouble_isExactOrError(@ForAll("doubles") double value) {
        FeatureRowBuilder builder = FeatureRow.builder(VIEW, 0);
        for (int slot = 0; slot < VIEW.size(); slot++) {
            builder.putFloat64(slot, value);
        }
        FeatureRow row = builder.build();

        if (Double.isNaN(value)) {
            assertThat(row.state("f64")).isEqualTo(ValueState.NAN);
            assertThat(row.state("f32")).isEqualTo(ValueState.NAN);
        } else {
            assertThat(Double.doubleToRawLongBits(row.float64("f64"))).isEqualTo(Double.doubleToRawLongBits(value));
        }
        if (row.state("f32") == ValueState.PRESENT) {
            assertThat(row.float32("f32")).isEqualTo((float) value);
            assertThat(Float.isInfinite(row.float32("f32"))).isEqualTo(Double.isInfinite(value));
        }
        for (String feature : new String[] {"i32", "i64"}) {
            if (row.state(feature) == ValueState.PRESENT) {
                assertThat(new BigDecimal(value)).isEqualByComparingTo(BigDecimal.valueOf(row.int64(feature)));
            } else {
                assertThat(row.state(feature)).isEqualTo(ValueState.ERROR);
            }
        }
    }

    @Property
    void putInt64_anyLong_isExactOrError(@ForAll long value) {
        FeatureRowBuilder builder = FeatureRow.builder(VIEW, 0);
        for (int slot = 0; slot < VIEW.size(); slot++) {
            builder.putInt64(slot, value);
        }
        FeatureRow row = builder.build();

        assertThat(row.int64("i64")).isEqualTo(value);
        for (String feature : new String[] {"i32", "f32"}) {
            if (row.state(feature) == ValueState.PRESENT) {
                assertThat(new BigDecimal(row.float64(feature))).isEqualByComparingTo(BigDecimal.valueOf(value));
            } else {
                assertThat(row.state(feature)).isEqualTo(ValueState.ERROR);
            }
        }
        boolean exact = value >= -(1L << 53) && value <= 1L << 53;
        assertThat(row.state("f64")).isEqualTo(exact ? ValueState.PRESENT : ValueState.ERROR);
    }

    @Provide
    Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Double::longBitsToDouble),
                Arbitraries.longs().map(value -> (double) value),
                Arbitraries.integers().map(value -> (double) value),
                Arbitraries.integers().map(value -> value + 0.5));
    }
}
