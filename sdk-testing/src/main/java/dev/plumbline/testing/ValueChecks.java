package dev.plumbline.testing;

import static dev.plumbline.feature.FeatureType.BOOL;
import static dev.plumbline.feature.FeatureType.FLOAT32;
import static dev.plumbline.feature.FeatureType.FLOAT64;
import static dev.plumbline.feature.FeatureType.INT32;
import static dev.plumbline.feature.FeatureType.INT64;
import static dev.plumbline.feature.FeatureType.TIMESTAMP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import dev.plumbline.testing.TransportTraits.Numbers;
import dev.plumbline.testing.TransportTraits.Trait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of values. */
abstract class ValueChecks extends BindChecks {
    final void assumeAny(List<FeatureType> types) {
        assumeTrue(types.stream().anyMatch(carried()::carries), () -> "the contract carries none of " + types);
    }

    /** Stores each value in a row of its own, beside a number, reads them and compares them to what was stored. */
    final void assertCarried(FeatureType type, List<? extends @Nullable Object> values) {
        if (!carried().carries(type)) {
            return;
        }
        FeatureView view = FeatureView.builder("values", "id")
                .feature("before", numberType())
                .feature("value", type)
                .feature("after", numberType())
                .build();
        started(view);
        List<EntityKey> keys = keys(values.size());
        for (int i = 0; i < values.size(); i++) {
            store.row(view, keys.get(i))
                    .value("before", number(i))
                    .value("value", values.get(i))
                    .value("after", number(-i))
                    .put();
        }
        List<FeatureRow> rows = read(view, keys);
        for (int i = 0; i < values.size(); i++) {
            assertSameCells(stored(view, keys.get(i)), rows.get(i), type + ", value " + i);
        }
    }

    private FeatureRow stored(FeatureView view, EntityKey key) {
        return Objects.requireNonNull(store.find(view, List.of(key), Map.of()).get(0))
                .read(view, Set.of(), 0);
    }

    private static void assertSameCells(FeatureRow expected, FeatureRow got, String what) {
        for (int slot = 0; slot < expected.view().size(); slot++) {
            String where = what + ", feature '" + expected.view().featureNames().get(slot) + "'";
            assertEquals(expected.storedState(slot), got.storedState(slot), where);
            if (expected.storedState(slot) == ValueState.PRESENT) {
                assertEquals(expected.bits(slot), got.bits(slot), where + ", its bits");
                assertTrue(
                        Objects.deepEquals(expected.object(slot), got.object(slot)),
                        () -> where + " is not the value that was stored");
            }
        }
    }

    private List<Long> integers(long min, long max) {
        List<Long> all = new ArrayList<>(List.of(0L, 1L, -1L, 127L, 128L, -129L, 65_536L, 1L << 24, -(1L << 24)));
        if (carried().numbers() != Numbers.FLOAT32) {
            all.addAll(List.of(16_777_217L, (1L << 31) - 1, -(1L << 31), 1L << 53, -(1L << 53)));
        }
        if (carried().numbers() == Numbers.EXACT) {
            all.addAll(List.of((1L << 53) + 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MIN_VALUE));
        }
        return all.stream().filter(value -> value >= min && value <= max).toList();
    }

    @Test
    final void integers_comeExactly() {
        assumeAny(List.of(INT32, INT64));
        List<Long> small = integers(Integer.MIN_VALUE, Integer.MAX_VALUE);
        List<Long> large = integers(Long.MIN_VALUE, Long.MAX_VALUE);
        assertCarried(INT32, small);
        assertCarried(INT64, large);
        assertCarried(FeatureType.listOf(INT32), List.of(small, List.of(), Collections.nCopies(10_000, -1L)));
        assertCarried(FeatureType.listOf(INT64), List.of(large, List.of(), Collections.nCopies(10_000, -1L)));
    }

    @Test
    final void integerThatTheContractCannotCarry_isAnError() {
        assumeTrue(carried().numbers() != Numbers.EXACT, "the contract carries all integers");
        assumeAny(List.of(INT64));
        FeatureView view = FeatureView.builder("values", "id")
                .feature("value", INT64)
                .feature("one", INT64)
                .build();
        started(view);
        for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
            store.row(view, KEY).value("value", value).value("one", 1L).put();

            FeatureRow row = readOne(view, KEY);

            assertEquals(ValueState.ERROR, row.storedState(0), "the state of " + value);
            assertEquals(1, row.int64("one"));
        }
    }

    private List<Float> floats() {
        return List.of(
                0f,
                -0f,
                1f,
                0.1f,
                -1.5f,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                Float.MIN_NORMAL,
                Math.nextDown(Float.MIN_NORMAL),
                Float.MAX_VALUE,
                -Float.MAX_VALUE);
    }

    private List<Double> doubles() {
        List<Double> all = new ArrayList<>();
        floats().forEach(value -> all.add((double) value));
        if (carried().numbers() != Numbers.FLOAT32) {
            all.addAll(List.of(
                    0.1,
                    1 / 3.0,
                    Math.PI,
                    Double.MIN_VALUE,
                    -Double.MIN_VALUE,
                    Double.MIN_NORMAL,
                    Math.nextDown(Double.MIN_NORMAL),
                    Double.MAX_VALUE,
                    -Double.MAX_VALUE,
                    9_007_199_254_740_994.0));
        }
        return all;
    }

    @Test
    final void floats_comeToTheBit() {
        assumeAny(List.of(FLOAT32, FLOAT64));
        assertCarried(FLOAT32, floats());
        assertCarried(FLOAT64, doubles());
        assertCarried(FeatureType.listOf(FLOAT32), List.of(floats(), List.of(), Collections.nCopies(10_000, 0.1f)));
        assertCarried(FeatureType.listOf(FLOAT64), List.of(doubles(), List.of(), Collections.nCopies(10_000, 0.5)));
        assertCarried(FeatureType.vectorOf(FLOAT32, 4), List.of(floats().subList(0, 4), floats().subList(5, 9)));
        assertCarried(
                FeatureType.vectorOf(FLOAT64, 4),
                List.of(doubles().subList(0, 4), doubles().subList(5, 9)));
    }

    @Test
    final void nanAndInfinities_areCarried() {
        assume(Trait.NON_FINITE);
        assumeAny(List.of(FLOAT32, FLOAT64));
        List<Double> values = List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertCarried(FLOAT64, values);
        assertCarried(FLOAT32, List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
        assertCarried(FeatureType.listOf(FLOAT64), List.of(values));
        assertCarried(FeatureType.vectorOf(FLOAT32, 4), List.of(List.of(Float.NaN, 1f, Float.POSITIVE_INFINITY, -0f)));
    }

    @Test
    final void bools_comeExactly() {
        assumeAny(List.of(BOOL));
        assertCarried(BOOL, List.of(true, false));
        assertCarried(
                FeatureType.listOf(BOOL),
                List.of(List.of(true, false, true), List.of(), Collections.nCopies(10_000, true)));
    }

    @Test
    final void timestamps_comeExactly() {
        assumeAny(List.of(TIMESTAMP));
        long unit = carried().timestampUnit().toNanos() / 1_000;
        List<Instant> values = new ArrayList<>(List.of(
                Instant.EPOCH,
                Instant.ofEpochSecond(1_790_000_000),
                Instant.ofEpochSecond(-1),
                Instant.parse("1905-06-30T12:34:56Z"),
                Instant.parse("2038-01-19T03:14:08Z"),
                micros(unit),
                micros(-unit),
                micros(1_790_000_000_123_456L / unit * unit)));
        if (carried().numbers() == Numbers.EXACT) {
            values.add(Instant.parse("0001-01-01T00:00:00Z"));
            values.add(Instant.parse("9999-12-31T23:59:59Z"));
        }
        assertCarried(TIMESTAMP, values);
        assertCarried(FeatureType.listOf(TIMESTAMP), List.of(values, List.of()));
    }

    private static Instant micros(long micros) {
        return Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
    }

    @Test
    final void nulls_areToldFromWhatIsMissing() {
        FeatureView.Builder builder = FeatureView.builder("nulls", "id").feature("number", numberType());
        List<FeatureType> types = carried().types();
        for (int i = 0; i < types.size(); i++) {
            builder.feature("null_" + i, types.get(i)).feature("missing_" + i, types.get(i));
        }
        FeatureView view = builder.build();
        started(view);
        RowDraft draft = store.row(view, KEY).value("number", number(1));
        for (int i = 0; i < types.size(); i++) {
            draft.value("null_" + i, null);
        }
        draft.put();

        FeatureRow row = readOne(view, KEY);

        ValueState state = carried().has(Trait.NULLS) ? ValueState.NULL : ValueState.NOT_FOUND;
        for (int i = 0; i < types.size(); i++) {
            assertEquals(state, row.storedState(view.slot("null_" + i)), "a null of " + types.get(i));
            assertEquals(
                    ValueState.NOT_FOUND, row.storedState(view.slot("missing_" + i)), "no value of " + types.get(i));
        }
        assertEquals(number(1), row.value("number").orElseThrow());
    }
}
