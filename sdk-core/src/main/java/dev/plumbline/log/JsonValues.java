package dev.plumbline.log;

import dev.plumbline.feature.FeatureType;
import java.lang.reflect.Array;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads types and values as they are written in records. */
final class JsonValues {
    private static final Pattern NESTED = Pattern.compile("(list|vector)<(\\w+)(?:, ?(\\d{1,9}))?>");
    private static final Map<String, FeatureType> SCALARS = Stream.of(
                    FeatureType.BOOL,
                    FeatureType.INT32,
                    FeatureType.INT64,
                    FeatureType.FLOAT32,
                    FeatureType.FLOAT64,
                    FeatureType.STRING,
                    FeatureType.BYTES,
                    FeatureType.TIMESTAMP)
            .collect(Collectors.toUnmodifiableMap(FeatureType::toString, Function.identity()));

    private JsonValues() {}

    static FeatureType type(String text) {
        FeatureType scalar = SCALARS.get(text);
        if (scalar != null) {
            return scalar;
        }
        Matcher nested = NESTED.matcher(text);
        FeatureType element = nested.matches() ? SCALARS.get(nested.group(2)) : null;
        if (element == null) {
            throw new IllegalArgumentException("a type that is none");
        }
        return nested.group(3) == null
                ? FeatureType.listOf(element)
                : FeatureType.vectorOf(element, Integer.parseInt(nested.group(3)));
    }

    /**
     * Reads a value in the form in which a row of inputs has it.
     *
     * @throws ClassCastException if the JSON is of another kind
     * @throws IllegalArgumentException if it is not spelled as such a value is
     */
    static Object value(FeatureType type, Object json) {
        return switch (type.kind()) {
            case BOOL -> (Boolean) json;
            case INT32, INT64, TIMESTAMP -> Long.parseLong(((JsonReader.Numeral) json).spelling());
            case FLOAT32 -> (double) float32(json);
            case FLOAT64 -> float64(json);
            case STRING -> (String) json;
            case BYTES -> Base64.getDecoder().decode((String) json);
            default -> elements(type.element(), (List<?>) json);
        };
    }

    private static Object elements(FeatureType element, List<?> json) {
        Object array = Array.newInstance(
                switch (element.kind()) {
                    case BOOL -> boolean.class;
                    case INT32 -> int.class;
                    case INT64, TIMESTAMP -> long.class;
                    case FLOAT32 -> float.class;
                    case FLOAT64 -> double.class;
                    case STRING -> String.class;
                    default -> byte[].class;
                },
                json.size());
        for (int i = 0; i < json.size(); i++) {
            Object one = json.get(i);
            Array.set(
                    array,
                    i,
                    switch (element.kind()) {
                        case INT32 -> Integer.parseInt(((JsonReader.Numeral) one).spelling());
                        case FLOAT32 -> float32(one);
                        default -> value(element, one);
                    });
        }
        return array;
    }

    private static double float64(Object json) {
        if (json instanceof JsonReader.Numeral number) {
            return Double.parseDouble(number.spelling());
        }
        String text = (String) json;
        return text.startsWith("NaN:")
                ? Double.longBitsToDouble(Long.parseUnsignedLong(text.substring(4), 16))
                : odd(text);
    }

    private static float float32(Object json) {
        if (json instanceof JsonReader.Numeral number) {
            return Float.parseFloat(number.spelling());
        }
        String text = (String) json;
        return text.startsWith("NaN:")
                ? Float.intBitsToFloat(Integer.parseUnsignedInt(text.substring(4), 16))
                : (float) odd(text);
    }

    private static double odd(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new IllegalArgumentException("a text where a number has to be");
        };
    }
}
