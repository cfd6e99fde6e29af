package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Notes what each step makes of a value. */
final class Trace {
    private final List<Explanation.StepTaken> steps = new ArrayList<>();
    private final String state;
    private String before = "";

    Trace(ValueState state) {
        this.state = state.name().toLowerCase(Locale.ROOT);
    }

    void before(Step step, Cell cell) {
        before = step instanceof IsMissing ? state : spelled(step.in, cell);
    }

    void after(Step step, Cell cell) {
        steps.add(new Explanation.StepTaken(step.toString(), before, spelled(step.out, cell)));
    }

    List<Explanation.StepTaken> steps() {
        return List.copyOf(steps);
    }

    private static String spelled(Port port, Cell cell) {
        if (cell.missing) {
            return "missing";
        }
        return switch (port.kind()) {
            case NUMBER -> Double.toString(cell.number);
            case INDEX -> cell.index == Cell.NONE ? "none" : Integer.toString(cell.index);
            case TEXT -> "\"" + cell.text + "\"";
            case TIME -> Instant.EPOCH.plus(cell.micros, ChronoUnit.MICROS).toString();
            case VECTOR, LIST -> vector(cell.vector);
        };
    }

    private static String vector(double @Nullable [] vector) {
        if (vector == null) {
            return "none";
        }
        return vector.length <= 4 ? java.util.Arrays.toString(vector) : vector.length + " slots";
    }
}
