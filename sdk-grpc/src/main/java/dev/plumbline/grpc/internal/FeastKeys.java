package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.EntityKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One encoded request, and where in it each key went: sorted, since servers that compute ahead mistake unsorted entities
 * for one another, and without repetition. Immutable and thread-safe.
 */
final class FeastKeys {
    private static final int ENTITIES_FIELD = 3;
    private static final int CONTEXT_FIELD = 5;

    private final byte[] request;
    private final int[] places;
    private final int count;

    FeastKeys(List<EntityKey> keys, FeastRequest form) {
        int size = keys.size();
        FeastKeyColumn[] columns = form.columns(keys);
        int[] order = sorted(columns, size);
        places = new int[size];
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (distinct == 0 || compare(columns, order[distinct - 1], order[i]) != 0) {
                order[distinct++] = order[i];
            }
            places[order[i]] = distinct - 1;
        }
        count = distinct;
        request = encoded(columns, order, form);
    }

    private static int[] sorted(FeastKeyColumn[] columns, int size) {
        int[] order = new int[size];
        boolean ascending = true;
        for (int i = 0; i < size; i++) {
            order[i] = i;
            ascending &= i == 0 || compare(columns, i - 1, i) <= 0;
        }
        if (ascending) {
            return order;
        }
        Comparator<Integer> byValues = (left, right) -> compare(columns, left, right);
        return Arrays.stream(order)
                .boxed()
                .sorted(byValues)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int compare(FeastKeyColumn[] columns, int left, int right) {
        for (FeastKeyColumn column : columns) {
            int compared = column.compare(left, right);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private byte[] encoded(FeastKeyColumn[] columns, int[] order, FeastRequest form) {
        int[][] sizes = new int[columns.length][];
        int size = form.prefix().length;
        for (int c = 0; c < columns.length; c++) {
            sizes[c] = columns[c].sizes(order, count);
            int entry = columns[c].entrySize(sizes[c][count]);
            size += (form.isContext(c) ? 2 : 1) * (1 + CodedOutputStream.computeUInt32SizeNoTag(entry) + entry);
        }
        byte[] octets = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(octets);
        try {
            out.writeRawBytes(form.prefix());
            for (int c = 0; c < columns.length; c++) {
                columns[c].write(out, ENTITIES_FIELD, order, sizes[c]);
                if (form.isContext(c)) {
                    columns[c].write(out, CONTEXT_FIELD, order, sizes[c]);
                }
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size takes what was measured", e);
        }
        return octets;
    }

    byte[] request() {
        return request;
    }

    /** Returns how many entities the request has. */
    int count() {
        return count;
    }

    /** Returns where the request has each of the keys. */
    int[] places() {
        return places;
    }
}
