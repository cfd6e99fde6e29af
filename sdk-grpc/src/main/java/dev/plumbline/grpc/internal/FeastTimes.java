package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRow;
import java.util.Arrays;

/**
 * The oldest event time of each entity. Servers repeat an entity's time in every column of a feature view, so a column
 * whose times are the octets of the column before is not read. Not thread-safe.
 */
final class FeastTimes {
    private static final int SECONDS_TAG = 1 << 3 | WireReader.VARINT;
    private static final int NANOS_TAG = 2 << 3 | WireReader.VARINT;
    private static final long NONE = Long.MAX_VALUE;

    /** Protobuf's timestamps lie in the years 1 to 9999. */
    private static final long LEAST_SECONDS = -62_135_596_800L;

    private static final long MOST_SECONDS = 253_402_300_799L;

    private int entities;
    private long[] oldest = {};
    private long[] column = {};
    private int from;
    private int length;
    private boolean settled;

    void begin(int count) {
        entities = count;
        length = -1;
        if (oldest.length < count) {
            oldest = new long[count];
            column = new long[count];
        }
        Arrays.fill(oldest, 0, count, NONE);
    }

    /** Tells whether the octets to the end of the part being read are the times of the column before. */
    boolean areRepeated(WireReader wire, int start) {
        return wire.limit - start == length
                && Arrays.equals(wire.bytes, from, from + length, wire.bytes, start, wire.limit);
    }

    /** Begins a column whose times are not those of the column before. */
    void beginColumn() {
        length = -1;
        settled = false;
        Arrays.fill(column, 0, entities, NONE);
    }

    /** Notes that the column's times, and nothing else, fill a part of the reply. */
    void filled(int start, int end) {
        from = start;
        length = end - start;
    }

    /** Reads a time, which fills the part being read. */
    void read(WireReader wire, int entity) throws MalformedReplyException {
        long seconds = 0;
        int nanos = 0;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == SECONDS_TAG) {
                seconds = wire.varint64();
            } else if (tag == NANOS_TAG) {
                nanos = (int) wire.varint64();
            } else {
                wire.skip(tag);
            }
        }
        // Where a server has no time it sends none, 1970 or the least number.
        boolean told = seconds != 0 && seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS;
        column[entity] = told ? seconds * 1_000_000 + Math.max(0, Math.min(nanos, 999_999_999)) / 1000 : NONE;
    }

    /** Counts the column's times for the entities that it found. */
    void apply(byte[] statuses, int base) {
        if (settled) {
            return;
        }
        boolean all = true;
        for (int i = 0; i < entities; i++) {
            if (statuses[base + i] != FeastCells.NOT_FOUND) {
                oldest[i] = Math.min(oldest[i], column[i]);
            } else {
                all = false;
            }
        }
        settled = all;
    }

    /** Returns an entity's oldest time, microseconds since 1970 UTC, if it has any. */
    long micros(int entity) {
        return oldest[entity] == NONE ? FeatureRow.UNKNOWN_TIME : oldest[entity];
    }
}
