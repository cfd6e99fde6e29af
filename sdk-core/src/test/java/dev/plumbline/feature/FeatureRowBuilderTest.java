package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FeatureRowBuilderTest {
    private static final FeatureView VIEW = FeatureView.builder("v", "k")
            .feature("n", FeatureType.INT64)
            .feature("s", FeatureType.STRING)
            .build();

    private static FeatureRow one(FeatureType type, Consumer<FeatureRowBuilder> put) {
        FeatureView view = FeatureView.builder("v", "k").feature("f", type).build();
        FeatureRowBuilder builder = FeatureRow.builder(view, 0);
        put.accept(builder);
        return builder.build();
    }

    private static FeatureRow list(FeatureType.Kind element, Consumer<FeatureRowBuilder> put) {
        FeatureType type = Arrays.stream(new FeatureType[] {
                    FeatureType.BOOL,
                    FeatureType.INT32,
                    FeatureType.INT64,
                    FeatureType.FLOAT32,
                    FeatureType.FLOAT64,
                    FeatureType.STRING,
                    FeatureType.BYTES,
                    FeatureType.TIMESTAMP
                })
                .filter(scalar -> scalar.kind() == element)
                .findFirst()
                .orElseThrow();
        return one(FeatureType.listOf(type), put);
    }

    private static void holds(FeatureRow row, Object expected) {
        assertThat(row.state(0)).isEqualTo(ValueState.PRESENT);
        assertThat(row.value("f")).hasValueSatisfying(value -> assertThat(value).isEqualTo(expected));
    }

    private static void refused(FeatureRow row) {
        assertThat(row.state(0)).isEqualTo(ValueState.ERROR);
        assertThat(row.object(0)).isNull();
    }

    @Test
    void putInt64s_eachElementType_isExactOrError() {
        long[] small = {-1, 0, 1 << 24};
        long[] large = {0, (1L << 53) + 1};
        holds(list(FeatureType.Kind.INT64, row -> row.putInt64s(0, large)), large);
        holds(list(FeatureType.Kind.TIMESTAMP, row -> row.putInt64s(0, large)), large);
        holds(list(FeatureType.Kind.INT32, row -> row.putInt64s(0, small)), new int[] {-1, 0, 1 << 24});
        holds(list(FeatureType.Kind.FLOAT64, row -> row.putInt64s(0, small)), new double[] {-1, 0, 1 << 24});
        holds(list(FeatureType.Kind.FLOAT32, row -> row.putInt64s(0, small)), new float[] {-1, 0, 1 << 24});
        refused(list(FeatureType.Kind.INT32, row -> row.putInt64s(0, large)));
        refused(list(FeatureType.Kind.FLOAT64, row -> row.putInt64s(0, large)));
        refused(list(FeatureType.Kind.FLOAT32, row -> row.putInt64s(0, new long[] {1, (1 << 24) + 1})));
        refused(list(FeatureType.Kind.STRING, row -> row.putInt64s(0, small)));
        refused(one(FeatureType.INT64, row -> row.putInt64s(0, small)));
    }

    @Test
    void putFloat64s_eachElementType_isExactOrError() {
        double[] whole = {-3, 0, 7};
        double[] parts = {0.5, 1};
        holds(list(FeatureType.Kind.FLOAT64, row -> row.putFloat64s(0, parts)), parts);
        holds(list(FeatureType.Kind.FLOAT32, row -> row.putFloat64s(0, new double[] {0.1})), new float[] {0.1f});
        holds(list(FeatureType.Kind.INT64, row -> row.putFloat64s(0, whole)), new long[] {-3, 0, 7});
        holds(list(FeatureType.Kind.TIMESTAMP, row -> row.putFloat64s(0, whole)), new long[] {-3, 0, 7});
        holds(list(FeatureType.Kind.INT32, row -> row.putFloat64s(0, whole)), new int[] {-3, 0, 7});
        refused(list(FeatureType.Kind.INT64, row -> row.putFloat64s(0, parts)));
        refused(list(FeatureType.Kind.INT32, row -> row.putFloat64s(0, new double[] {1, 2147483648.0})));
        refused(list(FeatureType.Kind.FLOAT32, row -> row.putFloat64s(0, new double[] {1, 1e39})));
        refused(list(FeatureType.Kind.BOOL, row -> row.putFloat64s(0, whole)));
    }

    @Test
    void putFloat32s_eachElementType_isExactOrError() {
        float[] whole = {-3, 0, 7};
        float[] parts = {0.1f, 1};
        holds(list(FeatureType.Kind.FLOAT32, row -> row.putFloat32s(0, parts)), parts);
        holds(list(FeatureType.Kind.FLOAT64, row -> row.putFloat32s(0, parts)), new double[] {0.1f, 1});
        holds(list(FeatureType.Kind.INT64, row -> row.putFloat32s(0, whole)), new long[] {-3, 0, 7});
        holds(list(FeatureType.Kind.INT32, row -> row.putFloat32s(0, whole)), new int[] {-3, 0, 7});
        refused(list(FeatureType.Kind.INT64, row -> row.putFloat32s(0, parts)));
        refused(list(FeatureType.Kind.INT32, row -> row.putFloat32s(0, new float[] {0x1p25f})));
        refused(list(FeatureType.Kind.BYTES, row -> row.putFloat32s(0, whole)));
    }

    @Test
    void putOtherLists_fitTheirOwnElementTypeOnly() {
        holds(list(FeatureType.Kind.BOOL, row -> row.putBools(0, new boolean[] {true})), new boolean[] {true});
        refused(list(FeatureType.Kind.INT32, row -> row.putBools(0, new boolean[] {true})));
        holds(list(FeatureType.Kind.STRING, row -> row.putStrings(0, new String[] {"a"})), new String[] {"a"});
        refused(list(FeatureType.Kind.BYTES, row -> row.putStrings(0, new String[] {"a"})));
        byte[][] bytes = {{1}, {}};
        holds(list(FeatureType.Kind.BYTES, row -> row.putByteStrings(0, bytes)), bytes);
        refused(list(FeatureType.Kind.STRING, row -> row.putByteStrings(0, bytes)));
        refused(one(FeatureType.STRING, row -> row.putStrings(0, new String[] {"a"})));
    }

    @Test
    void putList_empty_isAValue() {
        holds(list(FeatureType.Kind.INT32, row -> row.putInt64s(0, new long[0])), new int[0]);
    }

    @Test
    void putVector_ofAnotherLength_isAnError() {
        FeatureType vector = FeatureType.vectorOf(FeatureType.FLOAT32, 2);
        holds(one(vector, row -> row.putFloat32s(0, new float[] {1, 2})), new float[] {1, 2});
        holds(one(vector, row -> row.putFloat64s(0, new double[] {1, 2})), new float[] {1, 2});
        holds(one(vector, row -> row.putInt64s(0, new long[] {1, 2})), new float[] {1, 2});
        refused(one(vector, row -> row.putFloat32s(0, new float[] {1})));
        refused(one(vector, row -> row.putFloat64s(0, new double[] {1, 2, 3})));
        refused(one(vector, row -> row.putFloat64(0, 1)));
    }

    @Test
    void build_twice_givesRowsThatShareNothing() {
        FeatureRowBuilder builder = FeatureRow.builder(VIEW, 7);
        builder.putInt64(0, 1);
        builder.putString(1, "a");
        FeatureRow first = builder.eventTimeMicros(5).dataVersion(9).build();
        FeatureRow second = builder.build();
        builder.putInt64(0, 2);
        builder.putString(1, "b");
        FeatureRow third = builder.build();

        assertThat(first.int64("n")).isEqualTo(1);
        assertThat(first.string("s")).isEqualTo("a");
        assertThat(first.dataVersion()).isEqualTo(9);
        assertThat(second.status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(second.state("n")).isEqualTo(ValueState.NOT_FOUND);
        assertThat(second.object(1)).isNull();
        assertThat(second.hasEventTime()).isFalse();
        assertThat(second.dataVersion()).isEqualTo(FeatureRow.UNKNOWN_VERSION);
        assertThat(third.int64("n")).isEqualTo(2);
        assertThat(third.string("s")).isEqualTo("b");
    }

    @Test
    void build_cellNeverPut_isNotFoundInAPresentRow() {
        FeatureRowBuilder builder = FeatureRow.builder(VIEW, 0);
        builder.putInt64(0, 1);
        FeatureRow row = builder.build();
        assertThat(row.status()).isEqualTo(RowStatus.PRESENT);
        assertThat(row.state("s")).isEqualTo(ValueState.NOT_FOUND);
    }

    @Test
    void put_lastOneWins_andLeavesNothingOfTheFirst() {
        FeatureRowBuilder builder = FeatureRow.builder(VIEW, 0);
        builder.putInt64(0, 77);
        builder.putFloat64(0, 0.5);
        builder.putString(1, "a");
        builder.putState(1, ValueState.NULL);
        FeatureRow row = builder.build();
        assertThat(row.state("n")).isEqualTo(ValueState.ERROR);
        assertThat(row.bits(0)).isZero();
        assertThat(row.state("s")).isEqualTo(ValueState.NULL);
        assertThat(row.object(1)).isNull();
        assertThat(row.count(ValueState.ERROR)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(ValueState.class)
    void putState_takesStatesWithoutAValueOnly(ValueState state) {
        FeatureRowBuilder builder = FeatureRow.builder(VIEW, 0);
        switch (state) {
            case NULL, NOT_FOUND, ERROR -> {
                builder.putState(0, state);
                assertThat(builder.build().state(0)).isEqualTo(state);
            }
            default ->
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> builder.putState(0, state))
                        .withMessage("a cell without a value is not " + state);
        }
        assertThat(ValueState.of(state.code())).isSameAs(state);
    }

    @Test
    void build_fiftyNumbers_isAboutFiveHundredBytes() throws ReflectiveOperationException {
        FeatureView.Builder wide = FeatureView.builder("wide", "k");
        for (int i = 0; i < 50; i++) {
            wide.feature("f" + i, FeatureType.FLOAT64);
        }
        FeatureRowBuilder builder = FeatureRow.builder(wide.build(), 0);
        FeatureRow[] last = new FeatureRow[1];
        double bytes = Allocations.bytesPerRun(20_000, () -> {
            for (int slot = 0; slot < 50; slot++) {
                builder.putFloat64(slot, slot * 0.5);
            }
            last[0] = builder.build();
        });
        assertThat(bytes).isBetween(500.0, 620.0);
        assertThat((double) last[0].estimatedBytes()).isBetween(bytes * 0.75, bytes * 1.25);
    }
}
