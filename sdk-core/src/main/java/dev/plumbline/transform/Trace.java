package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Notes what each step makes of a value. */
final class Trace {
    private static final int SHOWN = 4;

    private final List<Explanation.StepTaken> steps = new ArrayList<>();
    private final String state;
    private String before = "";

    Trace(ValueState state) {
        this.state = state.name().toLowerCase(Locale.ROOT);
    }

    void before(Step step, Cell[] cells) {
        if (step instanceof IsMissing) {
            before = state;
        } else if (step instanceof JoinStep join) {
            StringJoiner all = new StringJoiner(", ", "(", ")");
            for (int i = 0; i < join.ins.size(); i++) {
                all.add(spelled(join.ins.get(i), cells[i]));
            }
            before = all.toString();
        } else {
            before = spelled(step.in, cells[0]);
        }
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
            case INTEGER -> Long.toString(cell.integer);
            case INDEX -> cell.index == Cell.NONE ? "none" : Integer.toString(cell.index);
            case TEXT -> "\"" + cell.text + "\"";
            case BYTES -> "bytes";
            case TIME -> Instant.EPOCH.plus(cell.micros, ChronoUnit.MICROS).toString();
            case VECTOR ->
                port.width() <= SHOWN && !cell.sparse
                        ? elements(port.width(), i -> Double.toString(cell.numbers[i]))
                        : port.width() + " slots";
            case NUMBERS -> elements(cell.length, i -> Double.toString(cell.numbers[i]));
            case INTEGERS -> elements(cell.length, i -> Long.toString(cell.integers[i]));
            case INDEXES -> elements(cell.length, i -> Integer.toString(cell.indexes[i]));
            case TEXTS -> elements(cell.length, i -> "\"" + cell.texts[i] + "\"");
            case OTHERS -> "a list";
        };
    }

    private static String elements(int count, IntFunction<String> element) {
        String shown =
                IntStream.range(0, Math.min(count, SHOWN)).mapToObj(element).collect(Collectors.joining(", "));
        return "[" + shown + (count > SHOWN ? ", .. " + count + " in all]" : "]");
    }
}
