package dev.plumbline.http.internal;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Values of every type, written as JSON by hand, each with what has to be read. */
final class RandomCells {
    private static final List<FeatureType> SCALARS = List.of(
            FeatureType.BOOL,
            FeatureType.INT32,
            FeatureType.INT64,
            FeatureType.FLOAT32,
            FeatureType.FLOAT64,
            FeatureType.STRING,
            FeatureType.BYTES,
            FeatureType.TIMESTAMP);
    private static final double[] DOUBLES = {
        0, -0.0, 1, -1, 0.1, 1e300, -1e300, 4.9e-324, 1.7976931348623157e308, 1L << 53, 3e9, 1e21, 123456789012345680.0
    };
    private static final float[] FLOATS = {0, -0.0f, 1.5f, 0.1f, 3.4028235e38f, 1.4e-45f, 16777216};
    private static final long[] LONGS = {
        0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1, Integer.MAX_VALUE, 3_000_000_000L
    };
    private static final String[] TEXTS = {
        "", "a", "ORD", "Zürich", "東京", "😀", "x".repeat(300), "\u0000\u001f\"\\/\b\f\n\r\t", "null", "12", "{\"a\":1}"
    };

    private final Random random;
    private final boolean feast;

    /**
     * A cell.
     *
     * @param json as it is written
     * @param isNull whether that is null
     * @param expected puts what has to be read
     */
    record Cell(String json, boolean isNull, Expected expected) {}

    /** Puts a value into a slot. */
    interface Expected {
        void put(FeatureRowBuilder row, int slot);
    }

    RandomCells(Random random, boolean feast) {
        this.random = random;
        this.feast = feast;
    }

    FeatureView view(String... joinKeys) {
        FeatureView.Builder view = FeatureView.builder("v", joinKeys);
        int size = 1 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            view.feature("feature_" + i, type());
        }
        return view.build();
    }

    private FeatureType type() {
        FeatureType scalar = SCALARS.get(random.nextInt(SCALARS.size()));
        return switch (random.nextInt(4)) {
            case 0 -> FeatureType.listOf(scalar);
            case 1 ->
                FeatureType.vectorOf(
                        random.nextBoolean() ? FeatureType.FLOAT32 : FeatureType.FLOAT64, 1 + random.nextInt(4));
            default -> scalar;
        };
    }

    Cell cell(FeatureType type) {
        int pick = random.nextInt(12);
        if (pick == 0) {
            return new Cell("null", true, (row, slot) -> row.putState(slot, ValueState.NULL));
        }
        if (pick == 1) {
            return error(wrong(type));
        }
        return type.isScalar() ? scalar(type.kind()) : list(type);
    }

    private static Cell error(String json) {
        return new Cell(json, false, (row, slot) -> row.putState(slot, ValueState.ERROR));
    }

    /** What the type can never be. */
    private String wrong(FeatureType type) {
        if (!type.isScalar()) {
            return random.nextBoolean() ? "{\"a\":[1,{\"b\":null}]}" : "7";
        }
        return switch (type.kind()) {
            case BOOL -> pick("0", "\"true\"", "[true]", "{}");
            case INT32 -> pick("2147483648", "-2147483649", "1.5", "true", "9223372036854775808", "[]", "1e999", "NaN");
            case INT64 -> pick("9223372036854775808", "0.5", "false", "{\"a\":1}", "9007199254740994.0", "\"x\"");
            case FLOAT32 -> pick("1e39", "-3.5e38", "\"1\"", "true", "[1]");
            case FLOAT64 -> pick("1e999", "-1e400", "\"x\"", "{}", "[]", "1" + "0".repeat(400));
            case STRING -> pick("1", "true", "[\"a\"]", "{\"a\":\"b\"}");
            case BYTES -> pick("\"%%%\"", "1", "\"abc\\u0000\"", "[1,2]");
            default -> pick("\"2026-13-01T00:00:00Z\"", "\"yesterday\"", "true", "\"2026-01-01\"", "1.5", "{}");
        };
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private Cell scalar(FeatureType.Kind kind) {
        return switch (kind) {
            case BOOL -> {
                boolean value = random.nextBoolean();
                yield new Cell(Boolean.toString(value), false, (row, slot) -> row.putBool(slot, value));
            }
            case INT32 -> {
                int value = random.nextInt();
                yield new Cell(integer(value), false, (row, slot) -> row.putInt64(slot, value));
            }
            case INT64 -> {
                long value = anyLong();
                yield new Cell(integer(value), false, (row, slot) -> row.putInt64(slot, value));
            }
            case FLOAT32, FLOAT64 -> {
                double value = kind == FeatureType.Kind.FLOAT32 ? anyFloat() : anyDouble();
                yield new Cell(number(value), false, (row, slot) -> row.putFloat64(slot, value));
            }
            case STRING -> {
                String value = anyText();
                yield new Cell(quoted(value), false, (row, slot) -> row.putString(slot, value));
            }
            case BYTES -> {
                byte[] value = anyBytes();
                yield new Cell(base64(value), false, (row, slot) -> row.putBytes(slot, value));
            }
            default -> {
                long micros = anyTime();
                yield new Cell(time(micros), false, (row, slot) -> row.putInt64(slot, micros));
            }
        };
    }

    private Cell list(FeatureType type) {
        int size = type.length() > 0 && random.nextInt(4) > 0 ? type.length() : random.nextInt(12);
        FeatureType.Kind kind = type.element().kind();
        if (size > 0 && random.nextInt(8) == 0) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                parts.add(scalar(kind).json());
            }
            parts.set(random.nextInt(size), random.nextBoolean() ? "null" : wrong(type.element()));
            return error(parts.toString());
        }
        List<String> parts = new ArrayList<>();
        return switch (kind) {
            case BOOL -> {
                boolean[] values = new boolean[size];
                for (int i = 0; i < size; i++) {
                    values[i] = random.nextBoolean();
                    parts.add(Boolean.toString(values[i]));
                }
                yield new Cell(parts.toString(), false, (row, slot) -> row.putBools(slot, values.clone()));
            }
            case INT32, INT64 -> {
                long[] values = new long[size];
                for (int i = 0; i < size; i++) {
                    values[i] = kind == FeatureType.Kind.INT32 ? random.nextInt() : anyLong();
                    parts.add(integer(values[i]));
                }
                yield new Cell(parts.toString(), false, (row, slot) -> row.putInt64s(slot, values.clone()));
            }
            case TIMESTAMP -> {
                long[] values = new long[size];
                for (int i = 0; i < size; i++) {
                    values[i] = anyTime();
                    parts.add(time(values[i]));
                }
                yield new Cell(parts.toString(), false, (row, slot) -> row.putInt64s(slot, values.clone()));
            }
            case FLOAT32, FLOAT64 -> {
                double[] values = new double[size];
                for (int i = 0; i < size; i++) {
                    values[i] = kind == FeatureType.Kind.FLOAT32 ? anyFloat() : anyDouble();
                    parts.add(number(values[i]));
                }
                yield new Cell(parts.toString(), false, (row, slot) -> row.putFloat64s(slot, values.clone()));
            }
            case STRING -> {
                String[] values = new String[size];
                for (int i = 0; i < size; i++) {
                    values[i] = anyText();
                    parts.add(quoted(values[i]));
                }
                yield new Cell(parts.toString(), false, (row, slot) -> row.putStrings(slot, values.clone()));
            }
            default -> {
                byte[][] values = new byte[size][];
                for (int i = 0; i < size; i++) {
                    values[i] = anyBytes();
                    parts.add(base64(values[i]));
                }
                yield new Cell(parts.toString(), false, (row, slot) -> row.putByteStrings(slot, values.clone()));
            }
        };
    }

    private long anyLong() {
        return random.nextBoolean() ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
    }

    private double anyDouble() {
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            case 2, 3, 4 -> DOUBLES[random.nextInt(DOUBLES.length)];
            case 5 -> random.nextInt(1000);
            case 6 -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : 1;
            }
            default -> random.nextGaussian();
        };
    }

    private double anyFloat() {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> FLOATS[random.nextInt(FLOATS.length)];
            case 2 -> {
                float any = Float.intBitsToFloat(random.nextInt());
                yield Float.isFinite(any) ? any : 1;
            }
            default -> (float) random.nextGaussian();
        };
    }

    private String anyText() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private byte[] anyBytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** From 1970 to 2106, whole seconds for Feast. */
    private long anyTime() {
        long seconds = random.nextInt() & 0xFFFF_FFFFL;
        return seconds * 1_000_000 + (feast ? 0 : random.nextInt(1_000_000));
    }

    private String integer(long value) {
        if (Math.abs(value) <= 1L << 53 && value != Long.MIN_VALUE && random.nextInt(6) == 0) {
            return value + (random.nextBoolean() ? ".0" : "e0");
        }
        return !feast && random.nextInt(6) == 0 ? "\"" + value + "\"" : Long.toString(value);
    }

    private String number(double value) {
        if (!Double.isFinite(value)) {
            String word = Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
            return random.nextBoolean() ? word : '"' + word + '"';
        }
        if (random.nextInt(3) > 0) {
            return Double.toString(value);
        }
        String plain = new BigDecimal(Double.toString(value)).toPlainString();
        boolean minusZero = value == 0 && 1 / value < 0;
        String signed = minusZero ? "-" + plain : plain;
        // As JavaScript and Go write whole numbers.
        return signed.endsWith(".0") && random.nextBoolean() ? signed.substring(0, signed.length() - 2) : signed;
    }

    private String time(long micros) {
        Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return switch (random.nextInt(3)) {
            case 0 -> Long.toString(feast ? micros / 1_000_000 : micros);
            case 1 -> '"' + instant.toString() + '"';
            default ->
                '"'
                        + instant.atOffset(java.time.ZoneOffset.ofHoursMinutes(5, 30))
                                .format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx"))
                        + '"';
        };
    }

    private static String base64(byte[] bytes) {
        return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
    }

    /** Writes a text with and without escapes. */
    String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c < ' ' || c == '"' || c == '\\' || (!Character.isSurrogate(c) && random.nextInt(20) == 0);
            json.append(escape ? String.format("\\u%04x", (int) c) : Character.toString(c));
        }
        return json.append('"').toString();
    }
}
