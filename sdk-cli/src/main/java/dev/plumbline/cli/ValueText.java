package dev.plumbline.cli;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads scalars as their types say, exactly or not at all. Refusals are {@link IllegalArgumentException}s that name the
 * text, the type and the remedy.
 */
final class ValueText {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern NAN = Pattern.compile("NaN|nan");
    private static final Pattern INFINITE = Pattern.compile("([+-]?)(?:Infinity|inf)");

    private final @Nullable ZoneOffset zone;

    /**
     * Makes a reader.
     *
     * @param zone what times are in that name no zone; null refuses them
     */
    ValueText(@Nullable ZoneOffset zone) {
        this.zone = zone;
    }

    void set(InputRow row, int input, FeatureType type, String text) {
        switch (type.kind()) {
            case BOOL -> row.setBool(input, bool(text));
            case INT32, INT64 -> row.setInt64(input, integer(type, text));
            case FLOAT32, FLOAT64 -> row.setFloat64(input, number(type, text));
            case STRING -> row.setString(input, text);
            case TIMESTAMP -> row.setTimestamp(input, micros(text));
            case BYTES -> row.setBytes(input, bytes(text));
            default -> throw new IllegalArgumentException(type + " is no scalar");
        }
    }

    /** The value as an array of {@link #held} takes it. */
    Object parse(FeatureType type, String text) {
        return switch (type.kind()) {
            case BOOL -> bool(text);
            case INT32 -> (int) integer(type, text);
            case INT64 -> integer(type, text);
            case FLOAT32 -> (float) number(type, text);
            case FLOAT64 -> number(type, text);
            case STRING -> text;
            case TIMESTAMP -> micros(text);
            case BYTES -> bytes(text);
            default -> throw new IllegalArgumentException(type + " is no scalar");
        };
    }

    /** What lists of a type hold. */
    static Class<?> held(FeatureType type) {
        return switch (type.kind()) {
            case BOOL -> boolean.class;
            case INT32 -> int.class;
            case INT64, TIMESTAMP -> long.class;
            case FLOAT32 -> float.class;
            case FLOAT64 -> double.class;
            case STRING -> String.class;
            case BYTES -> byte[].class;
            default -> throw new IllegalArgumentException(type + " is no scalar");
        };
    }

    private boolean bool(String text) {
        return switch (text) {
            case "true", "True", "1" -> true;
            case "false", "False", "0" -> false;
            default -> throw refusal(text, FeatureType.BOOL, "write true or false, 1 or 0");
        };
    }

    private long integer(FeatureType type, String text) {
        if (!INTEGER.matcher(text).matches()) {
            throw refusal(text, type, "write a whole number in digits, or declare the input as f64");
        }
        try {
            return type.equals(FeatureType.INT32) ? Integer.parseInt(text) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw refusal(text, type, "it is out of range");
        }
    }

    /** The nearest number of the type, in one rounding. */
    private double number(FeatureType type, String text) {
        if (NAN.matcher(text).matches()) {
            return Double.NaN;
        }
        if (INFINITE.matcher(text).matches()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!NUMBER.matcher(text).matches()) {
            throw refusal(text, type, "write a number such as -1.5 or 2e9, NaN or Infinity");
        }
        double value = type.equals(FeatureType.FLOAT32) ? Float.parseFloat(text) : Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw refusal(text, type, "it is out of range");
        }
        return value;
    }

    private long micros(String text) {
        if (INTEGER.matcher(text).matches()) {
            return integer(FeatureType.TIMESTAMP, text);
        }
        Instant time = instant(text.replaceFirst("^([0-9-]{10}) ", "$1T"));
        if (time == null) {
            throw refusal(
                    text,
                    FeatureType.TIMESTAMP,
                    "write microseconds since 1970, or such as 2026-07-01T00:00:00Z"
                            + (zone == null ? "; for times without a zone pass --zone" : ""));
        }
        if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw refusal(text, FeatureType.TIMESTAMP, "round it to microseconds");
        }
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        } catch (ArithmeticException e) {
            throw refusal(text, FeatureType.TIMESTAMP, "it is out of range");
        }
    }

    private @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            if (zone == null) {
                return null;
            }
        }
        try {
            return LocalDateTime.parse(text).toInstant(zone);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private byte[] bytes(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw refusal(text, FeatureType.BYTES, "write pairs of hex digits");
        }
    }

    static IllegalArgumentException refusal(String text, FeatureType type, String remedy) {
        String shown = text.length() > 60 ? text.substring(0, 57) + "..." : text;
        return new IllegalArgumentException("'" + shown + "' is no " + type + "; " + remedy);
    }
}
