package dev.plumbline.transform.reference;

import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.InputRow;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows with every state, for the kernel and for the evaluator. */
final class StateRows {
    private static final List<ValueState> WITHOUT_VALUE =
            List.of(ValueState.NULL, ValueState.NOT_FOUND, ValueState.ERROR);

    private final RandomRows rows;

    StateRows(RandomRows rows) {
        this.rows = rows;
    }

    /** Fills the row and returns the same as the evaluator takes it. */
    Map<String, Cell> next(InputRow row) {
        Map<String, Object> values = rows.next();
        row.clear();
        RandomRows.fill(values, row);
        Map<String, Cell> cells = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            int input = row.input(name);
            if (rows.isOdd()) {
                row.setState(input, WITHOUT_VALUE.get(rows.random().nextInt(3)));
            } else if (rows.isOdd() && row.state(input) == ValueState.PRESENT) {
                row.setState(input, ValueState.STALE);
            }
            ValueState state = row.state(input);
            boolean held = state == ValueState.PRESENT || state == ValueState.STALE;
            cells.put(name, new Cell(state.name().toLowerCase(Locale.ROOT), held ? boxed(value) : null));
        });
        return cells;
    }

    private static Object boxed(Object value) {
        if (value.getClass().isArray() && !(value instanceof byte[])) {
            List<Object> list = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                list.add(boxed(Array.get(value, i)));
            }
            return list;
        }
        if (value instanceof Boolean bool) {
            return bool ? 1L : 0L;
        }
        if (value instanceof RandomRows.Instant instant) {
            return instant.micros();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        return value instanceof Integer integer ? (Object) integer.longValue() : value;
    }
}
