package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Views and rows for tests, and what it means that two rows are the same. */
final class Rows {
    static final FeatureView SMALL = FeatureView.builder("airport_delays", "airport")
            .feature("flights", FeatureType.INT64)
            .feature("mean_delay", FeatureType.FLOAT64)
            .feature("top_destination", FeatureType.STRING)
            .build();

    static final FeatureView ALL_TYPES = FeatureView.builder("all_types", "id")
            .feature("bool", FeatureType.BOOL)
            .feature("int32", FeatureType.INT32)
            .feature("int64", FeatureType.INT64)
            .feature("float32", FeatureType.FLOAT32)
            .feature("float64", FeatureType.FLOAT64)
            .feature("string", FeatureType.STRING)
            .feature("bytes", FeatureType.BYTES)
            .feature("timestamp", FeatureType.TIMESTAMP)
            .feature("bools", FeatureType.listOf(FeatureType.BOOL))
            .feature("int32s", FeatureType.listOf(FeatureType.INT32))
            .feature("int64s", FeatureType.listOf(FeatureType.INT64))
            .feature("float32s", FeatureType.listOf(FeatureType.FLOAT32))
            .feature("float64s", FeatureType.listOf(FeatureType.FLOAT64))
            .feature("strings", FeatureType.listOf(FeatureType.STRING))
            .feature("byte_strings", FeatureType.listOf(FeatureType.BYTES))
            .feature("timestamps", FeatureType.listOf(FeatureType.TIMESTAMP))
            .feature("vector32", FeatureType.vectorOf(FeatureType.FLOAT32, 3))
            .feature("vector64", FeatureType.vectorOf(FeatureType.FLOAT64, 2))
            .build();

    private static final long[] LONGS = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1};
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        Double.longBitsToDouble(0xfff8_0000_0000_1234L),
        0.1
    };
    private static final float[] FLOATS = {
        0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN, Float.intBitsToFloat(0x7fc12345)
    };
    private static final String[] TEXTS = {
        "",
        "DFW",
        "\r\nset x 0 0 1\r\n",
        "\ud83d\ude80 \u00e9\u4e2d",
        "a\u0000b",
        "\ud800 alone",
        "\udc00",
        "x".repeat(300)
    };

    private Rows() {}

    static CacheKey key(FeatureView view, Object... entity) {
        return new CacheKey(view, EntityKey.composite(entity), CacheKey.NO_VARIANT);
    }

    static FeatureRow small(long flights) {
        FeatureRowBuilder row =
                FeatureRow.builder(SMALL, 1_700_000_000_000_000L + flights).eventTimeMicros(1_600_000_000_000_000L);
        row.putInt64(0, flights);
        row.putFloat64(1, flights / 3.0);
        row.putString(2, "to " + flights);
        return row.build();
    }

    /** Returns a row of all types, its values and states at random but often at an edge. */
    static FeatureRow random(Random random) {
        return random(random, random.nextLong());
    }

    static FeatureRow random(Random random, long receivedMicros) {
        FeatureRowBuilder row = FeatureRow.builder(ALL_TYPES, receivedMicros);
        row.eventTimeMicros(random.nextInt(4) == 0 ? FeatureRow.UNKNOWN_TIME : random.nextLong())
                .dataVersion(random.nextInt(4) == 0 ? FeatureRow.UNKNOWN_VERSION : random.nextLong());
        for (int slot = 0; slot < ALL_TYPES.size(); slot++) {
            switch (random.nextInt(8)) {
                case 0 -> row.putState(slot, ValueState.NULL);
                case 1 -> row.putState(slot, ValueState.NOT_FOUND);
                default -> put(row, slot, random);
            }
        }
        return row.build();
    }

    private static void put(FeatureRowBuilder row, int slot, Random random) {
        int n = random.nextInt(4);
        switch (ALL_TYPES.featureNames().get(slot)) {
            case "bool" -> row.putBool(slot, random.nextBoolean());
            case "int32" -> row.putInt64(slot, Math.floorMod(aLong(random), 1L << 32) + Integer.MIN_VALUE);
            case "int64", "timestamp" -> row.putInt64(slot, aLong(random));
            case "float32" -> row.putFloat32(slot, aFloat(random));
            case "float64" -> row.putFloat64(slot, aDouble(random));
            case "string" -> row.putString(slot, aText(random));
            case "bytes" -> row.putBytes(slot, someBytes(random));
            case "bools" -> row.putBools(slot, new boolean[n]);
            case "int32s" ->
                row.putInt64s(
                        slot,
                        IntStream.range(0, n)
                                .mapToLong(i -> (int) aLong(random))
                                .toArray());
            case "int64s", "timestamps" ->
                row.putInt64s(
                        slot,
                        IntStream.range(0, n).mapToLong(i -> aLong(random)).toArray());
            case "float32s" -> row.putFloat32s(slot, floats(n, random));
            case "float64s" -> row.putFloat64s(slot, doubles(n, random));
            case "strings" ->
                row.putStrings(
                        slot, IntStream.range(0, n).mapToObj(i -> aText(random)).toArray(String[]::new));
            case "byte_strings" ->
                row.putByteStrings(
                        slot,
                        IntStream.range(0, n).mapToObj(i -> someBytes(random)).toArray(byte[][]::new));
            case "vector32" -> row.putFloat32s(slot, floats(3, random));
            case "vector64" -> row.putFloat64s(slot, doubles(2, random));
            default -> throw new AssertionError(slot);
        }
    }

    /** Fails unless two rows hold the same, bit for bit. */
    static void assertSame(@Nullable FeatureRow actual, FeatureRow expected) {
        assertThat(actual).isNotNull();
        if (actual != null) {
            assertThat(difference(actual, expected)).isEmpty();
        }
    }

    /** Fails unless two rows hold the same, be they received when they may. */
    static void assertSameValues(@Nullable FeatureRow actual, FeatureRow expected) {
        assertThat(actual).isNotNull();
        if (actual != null) {
            assertThat(difference(actual, expected, false)).isEmpty();
        }
    }

    /** Returns in what two rows differ, empty if in nothing. */
    static String difference(FeatureRow a, FeatureRow b) {
        return difference(a, b, true);
    }

    private static String difference(FeatureRow a, FeatureRow b, boolean receivedToo) {
        if (!a.view().equals(b.view())
                || a.status() != b.status()
                || (receivedToo && a.receivedMicros() != b.receivedMicros())
                || a.eventTimeMicros() != b.eventTimeMicros()
                || a.dataVersion() != b.dataVersion()) {
            return "the row's own";
        }
        for (int slot = 0; slot < a.view().size(); slot++) {
            if (a.storedState(slot) != b.storedState(slot)
                    || a.bits(slot) != b.bits(slot)
                    || !rawBits(a.object(slot)).equals(rawBits(b.object(slot)))) {
                return a.view().featureNames().get(slot);
            }
        }
        return "";
    }

    private static String rawBits(@Nullable Object value) {
        StringBuilder text =
                new StringBuilder(value == null ? "null" : value.getClass().getName());
        if (value instanceof float[] floats) {
            for (float f : floats) {
                text.append(' ').append(Float.floatToRawIntBits(f));
            }
        } else if (value instanceof double[] doubles) {
            for (double d : doubles) {
                text.append(' ').append(Double.doubleToRawLongBits(d));
            }
        } else {
            text.append(java.util.Arrays.deepToString(new @Nullable Object[] {value}));
        }
        return text.toString();
    }

    private static long aLong(Random random) {
        return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
    }

    private static double aDouble(Random random) {
        return random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian();
    }

    private static float aFloat(Random random) {
        return random.nextBoolean() ? FLOATS[random.nextInt(FLOATS.length)] : random.nextFloat();
    }

    private static String aText(Random random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static byte[] someBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static float[] floats(int n, Random random) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = aFloat(random);
        }
        return values;
    }

    private static double[] doubles(int n, Random random) {
        return IntStream.range(0, n).mapToDouble(i -> aDouble(random)).toArray();
    }
}
