package dev.plumbline.transform;

import java.util.List;
import java.util.Map;

/** A map from text or integer to number. Looks up without allocation. Immutable. */
final class NumberTable {
    private static final int UNKNOWN = -1;

    private final Kind kind;
    private final Categories keys;
    private final double[] numbers;

    NumberTable(Port in, Map<String, Double> map) {
        this.kind = in.kind();
        this.keys = new Categories(in, List.copyOf(map.keySet()), 0, UNKNOWN);
        this.numbers = map.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns the place of the key that a cell holds, negative if it has none. */
    int place(Cell cell) {
        return keys.index(cell, kind);
    }

    double number(int place) {
        return numbers[place];
    }

    int size() {
        return numbers.length;
    }
}
