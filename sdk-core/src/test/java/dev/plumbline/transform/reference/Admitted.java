package dev.plumbline.transform.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a policy lets through of an input. */
final class Admitted {
    /** The value, null if it is missing. */
    final Object value;

    /** Whether an infinity came in and was kept. */
    final boolean infinite;

    private Admitted(Object value, boolean infinite) {
        this.value = value;
        this.infinite = infinite;
    }

    static Admitted of(ReferenceSpec.Input input, Cell cell) {
        return switch (cell.state()) {
            case "null", "not_found" -> new Admitted(null, false);
            case "nan" -> checked(input, Double.NaN);
            case "error" -> missingOrFault(input, "error", 310);
            case "stale" ->
                input.policy().get("stale").equals("use")
                        ? checked(input, cell.value())
                        : missingOrFault(input, "stale", 309);
            default -> checked(input, cell.value());
        };
    }

    /** The value of {@code is_missing}: looks at the state first, then lets the policy refuse what is not asked for. */
    static double flag(ReferenceSpec.Input input, Cell cell, Step step) {
        Set<String> states = new TreeSet<>();
        if (step.has("states")) {
            states.addAll(step.texts("states"));
        } else {
            states.addAll(List.of("null", "not_found"));
            for (String state : List.of("nan", "stale", "error")) {
                if (input.policy().get(state).equals("missing")) {
                    states.add(state);
                }
            }
        }
        if (states.contains(cell.state())) {
            return 1;
        }
        // An infinity or an element that is missing by the policy counts as nan.
        boolean isMissing = of(input, cell).value == null;
        boolean isUsed = cell.state().equals("present")
                || (cell.state().equals("stale") && input.policy().get("stale").equals("use"));
        return isMissing && isUsed && states.contains("nan") ? 1 : 0;
    }

    private static Admitted missingOrFault(ReferenceSpec.Input input, String entry, int code) {
        if (input.policy().get(entry).equals("missing")) {
            return new Admitted(null, false);
        }
        throw new RowFault(code);
    }

    private static Admitted checked(ReferenceSpec.Input input, Object value) {
        List<?> elements = elements(value);
        if (input.kind().is("vector") && elements.size() != input.kind().size()) {
            throw new RowFault(304);
        }
        List<Object> kept = new ArrayList<>();
        boolean infinite = false;
        for (Object each : elements) {
            if (each instanceof Double number) {
                if (number.isNaN() && !input.policy().get("nan").equals("keep")) {
                    return missingOrFault(input, "nan", 302);
                }
                if (number.isInfinite()
                        && !Set.of("keep", "clip").contains(input.policy().get("inf"))) {
                    return missingOrFault(input, "inf", 303);
                }
                infinite |= number.isInfinite();
                kept.add(number + 0.0);
            } else {
                kept.add(each);
            }
        }
        return new Admitted(value instanceof List<?> ? kept : kept.get(0), infinite);
    }

    private static List<?> elements(Object value) {
        return value instanceof List<?> list ? list : List.of(value);
    }
}
