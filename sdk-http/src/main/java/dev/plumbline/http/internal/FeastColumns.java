package dev.plumbline.http.internal;

import java.util.List;

/**
 * The columns of a reply and where they go. Immutable and thread-safe.
 *
 * @param names as the server told them, in its order
 * @param slots where each goes, by {@link FeastNames#slots}
 */
record FeastColumns(List<String> names, int[] slots) {
    /** Returns where a column goes; one past the names goes nowhere. */
    int slot(int column) {
        return column < slots.length ? slots[column] : FeastNames.UNWANTED;
    }
}
