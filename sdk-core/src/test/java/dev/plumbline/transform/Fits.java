package dev.plumbline.transform;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Fits specs of one feature {@code f} over one input {@code v}. */
final class Fits {
    private Fits() {}

    static SpecFit of(String type, String steps) {
        return of(type, steps, "{}");
    }

    static SpecFit of(String type, String steps, String policy) {
        return SpecFit.of(Specs.one(type, steps, policy), "s.yaml").withMinRows(1);
    }

    /** Fits and returns the document. */
    static String numbers(String steps, double... values) {
        return run(of("f64", steps), Arrays.stream(values).boxed().toList(), (x, row) -> row.setFloat64(0, x));
    }

    /** A null is a missing number. */
    static String integers(String steps, @Nullable Long... values) {
        return run(of("i64", steps), Arrays.asList(values), (x, row) -> {
            if (x != null) {
                row.setInt64(0, x);
            }
        });
    }

    static String texts(String steps, String policy, String... values) {
        return run(of("string", steps, policy), List.of(values), (x, row) -> row.setString(0, x));
    }

    static <T extends @Nullable Object> String run(SpecFit fit, List<T> rows, BiConsumer<T, InputRow> fill) {
        InputRow row = fit.newInputs();
        SpecFit current = fit;
        while (!current.isDone()) {
            FitPart part = current.newPart();
            for (T value : rows) {
                row.clear();
                fill.accept(value, row);
                part.add(row);
            }
            current = current.next(part);
        }
        return current.write(Provenance.none());
    }

    static double param(String document, String step, String option) {
        return Documents.number(document, "params", step, option);
    }
}
