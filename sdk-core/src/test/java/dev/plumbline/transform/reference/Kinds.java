package dev.plumbline.transform.reference;

import java.math.BigDecimal;
import java.util.List;

/** What each op gives, from what it takes. */
final class Kinds {
    private Kinds() {}

    static Kind after(Step step, List<Kind> in) {
        Kind first = in.get(0);
        return switch (step.op()) {
            case "impute" -> imputed(step, first);
            case "is_missing",
                    "as_number",
                    "bool",
                    "value_map",
                    "target_encode",
                    "count_encode",
                    "freq_encode",
                    "list_pool",
                    "dot",
                    "cosine",
                    "euclidean",
                    "ratio",
                    "diff",
                    "sum",
                    "product",
                    "min",
                    "max",
                    "time_diff" -> Kind.NUMBER;
            case "bucketize" -> Kind.index(step.numbers("bounds").size() + 1);
            case "cyclic" -> Kind.vector(2);
            case "string", "impute_empty", "take" -> first;
            case "vocab" -> {
                int size = step.integer("offset", 0)
                        + step.texts("values").size()
                        + step.integer("oov", 0)
                        + step.integer("missing", 0);
                yield first.is("texts", "integers") ? Kind.indexes(size) : Kind.index(size);
            }
            case "hash" ->
                first.is("texts", "integers")
                        ? Kind.indexes(step.integer("size", 0))
                        : Kind.index(step.integer("size", 0));
            case "one_hot" -> {
                int size = first.is("index") ? first.size() : step.integer("size", 0);
                yield Kind.vector(step.text("drop", "none").equals("none") ? size : size - 1);
            }
            case "multi_hot" -> Kind.vector(first.size());
            case "hash_vector" -> Kind.vector(step.integer("size", 0));
            case "cross" -> Kind.TEXT;
            case "pad" -> Kind.vector(step.integer("n", 0));
            case "vector" -> Kind.vector(step.integer("dim", 0));
            case "poly" ->
                Kind.vector(Joins.monomials(step, first.is("vector") ? first.size() : in.size())
                        .size());
            case "date_part" -> Kind.INTEGER;
            default -> elementwise(first);
        };
    }

    private static Kind elementwise(Kind in) {
        return in.is("vector") ? in : in.is("numbers", "integers") ? Kind.NUMBERS : Kind.NUMBER;
    }

    private static Kind imputed(Step step, Kind in) {
        if (in.is("integer")) {
            return isWhole((String) step.options().get("value")) ? in : Kind.NUMBER;
        }
        if (in.is("integers")) {
            return step.texts("value").stream().allMatch(Kinds::isWhole) ? in : Kind.NUMBERS;
        }
        return in;
    }

    /** Whether a number is an integer of 64 bits, however it is written. */
    private static boolean isWhole(String written) {
        BigDecimal value = new BigDecimal(written);
        return value.signum() == 0
                || (value.stripTrailingZeros().scale() <= 0
                        && value.toBigInteger().bitLength() < 64);
    }
}
