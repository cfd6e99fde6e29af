package dev.plumbline.transform;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a text's index by open addressing, without allocation. Small tables are spread until no two texts share a place,
 * so that one look is enough.
 */
final class VocabTable {
    private static final int SMALL = 4_096;
    private static final int ATTEMPTS = 64;
    private static final int GOLDEN = 0x9E3779B9;

    private final @Nullable String[] keys;
    private final int[] indexes;
    private final int mask;
    private final int multiplier;
    private final int unknown;
    private final int size;

    VocabTable(List<String> values, int offset, int unknown) {
        int room = values.size() <= SMALL ? 16 : 4;
        int capacity = Integer.highestOneBit(Math.max(2, values.size() * room - 1));
        this.keys = new String[capacity];
        this.indexes = new int[capacity];
        this.mask = capacity - 1;
        this.unknown = unknown;
        this.size = values.size();
        this.multiplier = multiplier(values, mask);
        for (int i = 0; i < values.size(); i++) {
            int at = place(values.get(i), multiplier) & mask;
            while (keys[at] != null) {
                at = (at + 1) & mask;
            }
            keys[at] = values.get(i);
            indexes[at] = offset + i;
        }
    }

    /** Returns the odd number whose multiples collide least. */
    private static int multiplier(List<String> values, int mask) {
        int best = GOLDEN;
        if (values.size() > SMALL) {
            return best;
        }
        int fewest = Integer.MAX_VALUE;
        boolean[] taken = new boolean[mask + 1];
        for (int attempt = 1; attempt <= ATTEMPTS && fewest > 0; attempt++) {
            Arrays.fill(taken, false);
            int candidate = GOLDEN * (2 * attempt - 1);
            int collisions = 0;
            for (String value : values) {
                int at = place(value, candidate) & mask;
                collisions += taken[at] ? 1 : 0;
                taken[at] = true;
            }
            if (collisions < fewest) {
                fewest = collisions;
                best = candidate;
            }
        }
        return best;
    }

    int size() {
        return size;
    }

    /** Returns a text's index, or what stands for an unknown one. */
    int index(String text) {
        int at = place(text, multiplier) & mask;
        for (String key = keys[at]; key != null; key = keys[at]) {
            if (key.equals(text)) {
                return indexes[at];
            }
            at = (at + 1) & mask;
        }
        return unknown;
    }

    private static int place(String text, int multiplier) {
        int hash = text.hashCode() * multiplier;
        return hash ^ (hash >>> 15);
    }
}
