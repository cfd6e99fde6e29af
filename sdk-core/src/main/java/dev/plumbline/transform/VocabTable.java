package dev.plumbline.transform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a text's index by open addressing, without allocation. */
final class VocabTable {
    private final @Nullable String[] keys;
    private final int[] indexes;
    private final int mask;
    private final int unknown;
    private final int size;

    VocabTable(List<String> values, int offset, int unknown) {
        int capacity = Integer.highestOneBit(Math.max(2, values.size() * 4 - 1));
        this.keys = new String[capacity];
        this.indexes = new int[capacity];
        this.mask = capacity - 1;
        this.unknown = unknown;
        this.size = values.size();
        for (int i = 0; i < values.size(); i++) {
            int at = spread(values.get(i)) & mask;
            while (keys[at] != null) {
                at = (at + 1) & mask;
            }
            keys[at] = values.get(i);
            indexes[at] = offset + i;
        }
    }

    int size() {
        return size;
    }

    /** Returns a text's index, or what stands for an unknown one. */
    int index(String text) {
        int at = spread(text) & mask;
        for (String key = keys[at]; key != null; key = keys[at]) {
            if (key.equals(text)) {
                return indexes[at];
            }
            at = (at + 1) & mask;
        }
        return unknown;
    }

    private static int spread(String text) {
        int hash = text.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}
