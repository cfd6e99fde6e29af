package dev.plumbline.http.internal;

import java.util.List;

/** The columns of a reply and where they go. Immutable and thread-safe. */
final class FeastColumns {
    private final List<String> names;
    private final int[] slots;
    private final int unwanted;

    FeastColumns(List<String> told, FeastNames known) throws MalformedReplyException {
        names = List.copyOf(told);
        slots = known.slots(names);
        int count = 0;
        for (int slot : slots) {
            count += slot == FeastNames.UNWANTED ? 1 : 0;
        }
        unwanted = count;
    }

    /** Returns their names, as the server told them, in its order. */
    List<String> names() {
        return names;
    }

    /** Returns how many the view does not name. */
    int unwanted() {
        return unwanted;
    }

    /** Returns where a column goes, by {@link FeastNames#slots}; one past the names goes nowhere. */
    int slot(int column) {
        return column < slots.length ? slots[column] : FeastNames.UNWANTED;
    }
}
