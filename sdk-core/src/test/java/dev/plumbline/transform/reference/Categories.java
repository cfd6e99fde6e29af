package dev.plumbline.transform.reference;

import java.math.BigInteger;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The ops of the table "Categories and texts". An index of -1 stands for an unknown that gives zeros. */
final class Categories {
    private static final int UNKNOWN = -1;

    /** Unicode White_Space. */
    private static final Set<Integer> WHITE = "\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
            .concat("\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000")
            .codePoints()
            .boxed()
            .collect(Collectors.toSet());

    private final String unknown;

    /** @param unknown the feature's policy */
    Categories(String unknown) {
        this.unknown = unknown;
    }

    static Object string(Step step, Object value) {
        boolean dropEmpty = step.is("empty", "missing");
        if (value instanceof List<?> texts) {
            return texts.stream()
                    .map(text -> string(step, (String) text))
                    .filter(text -> !dropEmpty || !text.isEmpty())
                    .toList();
        }
        String text = string(step, (String) value);
        return dropEmpty && text.isEmpty() ? null : text;
    }

    private static String string(Step step, String value) {
        String text = normalized(step, value);
        text = switch (step.text("case", "none")) {
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            default -> text;
        };
        if (step.has("remove")) {
            text = text.replaceAll(step.text("remove", ""), "");
        }
        text = normalized(step, text);
        return step.flag("trim") ? trimmed(text) : text;
    }

    private static String normalized(Step step, String text) {
        return switch (step.text("normalize", "none")) {
            case "nfc" -> Normalizer.normalize(text, Normalizer.Form.NFC);
            case "nfkc" -> Normalizer.normalize(text, Normalizer.Form.NFKC);
            default -> text;
        };
    }

    private static String trimmed(String text) {
        List<Integer> points = new ArrayList<>(text.codePoints().boxed().toList());
        while (!points.isEmpty() && WHITE.contains(points.get(0))) {
            points.remove(0);
        }
        while (!points.isEmpty() && WHITE.contains(points.get(points.size() - 1))) {
            points.remove(points.size() - 1);
        }
        return points.stream().map(Character::toString).collect(Collectors.joining());
    }

    static double bool(Step step, String text) {
        if (step.texts("true").contains(text)) {
            return 1;
        }
        if (step.texts("false").contains(text)) {
            return 0;
        }
        throw new RowFault(308);
    }

    /** The category of a text, of an integer, or of each of several; of a missing value where the op takes one. */
    Object vocab(Step step, Object value) {
        if (value instanceof List<?> list) {
            List<Integer> indexes = new ArrayList<>();
            list.forEach(each -> indexes.add(category(step, key(each))));
            return indexes;
        }
        return value == null ? missing(step) : (Object) category(step, key(value));
    }

    private static int missing(Step step) {
        if (step.is("missing_as", "oov")) {
            return oovStart(step);
        }
        int offset = step.integer("offset", 0);
        return step.is("layout", "values_last")
                ? offset
                : offset + step.texts("values").size() + step.integer("oov", 0);
    }

    private static int oovStart(Step step) {
        int offset = step.integer("offset", 0);
        return step.is("layout", "values_last")
                ? offset + step.integer("missing", 0)
                : offset + step.texts("values").size();
    }

    private int category(Step step, String key) {
        int place = step.texts("values").indexOf(key);
        int oov = step.integer("oov", 0);
        if (place >= 0) {
            int start = step.is("layout", "values_last") ? step.integer("missing", 0) + oov : 0;
            return step.integer("offset", 0) + start + place;
        }
        return switch (unknown) {
            case "oov" -> oovStart(step) + (oov == 1 ? 0 : Math.floorMod(Murmur.hash(key, 42), oov));
            case "zeros" -> UNKNOWN;
            default -> throw new RowFault(308);
        };
    }

    static String key(Object value) {
        return value instanceof Long integer ? BigInteger.valueOf(integer).toString() : (String) value;
    }

    static Object hash(Step step, Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(each -> hash(step, each)).toList();
        }
        int hash = value instanceof byte[] bytes
                ? Murmur.hash(bytes, Murmur.seed(step))
                : Murmur.hash(key(value), Murmur.seed(step));
        return Murmur.slot(step, hash);
    }

    List<Double> oneHot(Step step, Kind in, Object value) {
        int size = in.is("index") ? in.size() : step.integer("size", 0);
        int category = in.is("index") ? (Integer) value : place(step, (Long) value, size);
        List<Double> slots = new ArrayList<>(Collections.nCopies(size, 0.0));
        if (category != UNKNOWN) {
            slots.set(category, 1.0);
        }
        return switch (step.text("drop", "none")) {
            case "first" -> slots.subList(1, size);
            case "last" -> slots.subList(0, size - 1);
            default -> slots;
        };
    }

    private int place(Step step, long value, int size) {
        BigInteger place = BigInteger.valueOf(value).subtract(BigInteger.valueOf(step.integer("base", 0)));
        if (place.signum() >= 0 && place.compareTo(BigInteger.valueOf(size)) < 0) {
            return place.intValue();
        }
        if (unknown.equals("zeros")) {
            return UNKNOWN;
        }
        throw new RowFault(308);
    }

    static List<Double> multiHot(Step step, Kind in, List<?> indexes) {
        List<Double> slots = new ArrayList<>(Collections.nCopies(in.size(), 0.0));
        for (Object each : indexes) {
            int index = (Integer) each;
            if (index != UNKNOWN) {
                slots.set(index, slots.get(index) + 1);
            }
        }
        return switch (step.text("mode", "binary")) {
            case "count" -> slots;
            case "tf" ->
                slots.stream()
                        .map(count -> count == 0 ? count : count / indexes.size())
                        .toList();
            default -> slots.stream().map(count -> Math.min(count, 1.0)).toList();
        };
    }

    /** {@code value_map}, {@code count_encode} and {@code freq_encode}. */
    static double mapped(Step step, Object value) {
        Double mapped = step.mapped("map", key(value));
        if (mapped != null) {
            return mapped;
        }
        if (step.has("default")) {
            return step.number("default");
        }
        throw new RowFault(308);
    }

    static Object targetEncode(Step step, Object value) {
        if (value == null) {
            return step.has("missing") ? step.number("missing") : null;
        }
        Double mapped = step.mapped("map", key(value));
        return mapped != null ? mapped : (Double) step.number("prior");
    }
}
