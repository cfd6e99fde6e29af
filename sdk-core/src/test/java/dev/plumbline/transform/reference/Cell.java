package dev.plumbline.transform.reference;

/**
 * An input's value in a row.
 *
 * @param state as {@code is_missing} names it, or {@code present}
 * @param value Long for integers, bools and times, Double, String, byte[], or a list of these; null unless present or
 *     stale
 */
record Cell(String state, Object value) {
    static Cell present(Object value) {
        return new Cell("present", value);
    }

    static Cell of(String state) {
        return new Cell(state, null);
    }
}
