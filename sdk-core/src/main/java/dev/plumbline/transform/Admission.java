package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts an input's value into a cell as its policy says. */
final class Admission {
    private Admission() {}

    /**
     * Fills a cell.
     *
     * @return whether no infinity came in, so that none may go out
     * @throws StepFault if the policy refuses the value
     */
    static boolean admit(FeaturePlan.Read read, ValueState state, long bits, @Nullable Object object, Cell cell) {
        cell.reset();
        return !byState(read, state, cell) || load(read, bits, object, cell);
    }

    /** Returns whether there is a value to load. */
    private static boolean byState(FeaturePlan.Read read, ValueState state, Cell cell) {
        Policy policy = read.policy();
        Rule rule = switch (state) {
            case PRESENT -> Rule.USE;
            case NULL, NOT_FOUND -> Rule.MISSING;
            case NAN -> read.isFloatScalar() ? policy.nan() : Rule.MISSING;
            case STALE -> policy.stale();
            case ERROR -> policy.error();
        };
        switch (rule) {
            case USE -> {
                return true;
            }
            case MISSING -> cell.missing = true;
            case KEEP -> cell.number = Double.NaN;
            default -> throw new StepFault(code(state), "is refused by the policy " + policyEntry(state));
        }
        return false;
    }

    private static String code(ValueState state) {
        return switch (state) {
            case NAN -> "PLB-302";
            case STALE -> "PLB-309";
            default -> "PLB-310";
        };
    }

    private static String policyEntry(ValueState state) {
        return switch (state) {
            case NAN -> "nan: error; set nan: missing or nan: keep";
            case STALE -> "stale: error; refresh the view, raise its maximum age or the ttl, or set stale: use";
            default -> "error: error; look at the row's cause, or set error: missing";
        };
    }

    private static boolean load(FeaturePlan.Read read, long bits, @Nullable Object object, Cell cell) {
        FeatureType type = read.input().type();
        switch (type.kind()) {
            case FLOAT32, FLOAT64 -> {
                cell.number = Double.longBitsToDouble(bits) + 0.0;
                return !Double.isInfinite(cell.number) || infinite(read.policy().inf(), cell.number, cell);
            }
            case BOOL, INT32, INT64 -> cell.integer = bits;
            case TIMESTAMP -> cell.micros = bits;
            case STRING -> cell.text = (String) Objects.requireNonNull(object);
            case BYTES -> cell.bytes = (byte[]) Objects.requireNonNull(object);
            case VECTOR, LIST -> {
                return elements(read, Objects.requireNonNull(object), cell);
            }
        }
        return true;
    }

    private static boolean infinite(Rule inf, double value, Cell cell) {
        if (inf == Rule.ERROR) {
            throw new StepFault("PLB-303", "is " + value + "; set inf: missing, inf: clip or inf: keep");
        }
        if (inf == Rule.MISSING) {
            cell.missing = true;
            cell.why = "infinite";
        }
        return cell.missing;
    }

    private static boolean elements(FeaturePlan.Read read, Object object, Cell cell) {
        FeatureType type = read.input().type();
        if (object instanceof String[] texts) {
            System.arraycopy(texts, 0, cell.texts(texts.length), 0, texts.length);
        } else if (object instanceof long[] values) {
            System.arraycopy(values, 0, cell.integers(values.length), 0, values.length);
        } else if (object instanceof int[] values) {
            long[] integers = cell.integers(values.length);
            for (int i = 0; i < values.length; i++) {
                integers[i] = values[i];
            }
        } else if (object instanceof boolean[] values) {
            long[] integers = cell.integers(values.length);
            for (int i = 0; i < values.length; i++) {
                integers[i] = values[i] ? 1 : 0;
            }
        } else if (object instanceof float[] values) {
            double[] numbers = cell.numbers(values.length);
            for (int i = 0; i < values.length; i++) {
                numbers[i] = values[i] + 0.0;
            }
        } else if (object instanceof double[] values) {
            double[] numbers = cell.numbers(values.length);
            for (int i = 0; i < values.length; i++) {
                numbers[i] = values[i] + 0.0;
            }
        }
        if (type.length() > 0 && cell.length != type.length()) {
            throw new StepFault(
                    "PLB-304", "has length " + cell.length + ", the spec says " + type.length() + "; send as many");
        }
        return !read.isFloat() || elementsFinite(read.policy(), cell);
    }

    private static boolean elementsFinite(Policy policy, Cell cell) {
        boolean finite = true;
        for (int i = 0; i < cell.length && !cell.missing; i++) {
            double element = cell.numbers[i];
            if (Double.isNaN(element)) {
                if (policy.nan() == Rule.ERROR) {
                    throw new StepFault("PLB-302", "has NaN at element " + i + "; set nan: missing or nan: keep");
                }
                if (policy.nan() == Rule.MISSING) {
                    cell.missing = true;
                    cell.why = "nan";
                }
            } else if (Double.isInfinite(element)) {
                finite &= infinite(policy.inf(), element, cell);
            }
        }
        return finite;
    }
}
