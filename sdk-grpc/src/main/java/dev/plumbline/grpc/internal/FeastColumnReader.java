package dev.plumbline.grpc.internal;

import java.io.IOException;
import java.util.Arrays;

/** Finds the cells of one GetOnlineFeaturesResponse.FeatureVector. Not thread-safe. */
final class FeastColumnReader {
    private static final int VALUE_TAG = 1 << 3 | WireReader.LENGTH;
    private static final int STATUS_TAG = 2 << 3 | WireReader.VARINT;
    private static final int STATUSES_TAG = 2 << 3 | WireReader.LENGTH;
    private static final int TIME_TAG = 3 << 3 | WireReader.LENGTH;
    private static final byte UNKNOWN_STATUS = 5;

    private final WireReader wire;
    private final FeastCells cells;
    private final FeastTimes times;
    private final int count;
    private int base;
    private int values;
    private int statuses;
    private int timeCount;

    FeastColumnReader(WireReader wire, FeastCells cells) {
        this.wire = wire;
        this.cells = cells;
        this.times = cells.times();
        this.count = cells.entities();
    }

    /** Reads the column that fills the part being read. */
    void read(int slot) throws IOException {
        base = cells.base(slot);
        values = 0;
        statuses = 0;
        timeCount = 0;
        // A status that is not sent is told by the value.
        Arrays.fill(cells.statuses(), base, base + count, FeastCells.PRESENT);
        readValues();
        while (wire.hasMore()) {
            int start = wire.position;
            int tag = wire.tag();
            switch (tag) {
                case VALUE_TAG -> readValue();
                case STATUS_TAG -> putStatus(wire.varint64());
                case STATUSES_TAG -> readStatuses();
                case TIME_TAG -> readTimes(start);
                default -> wire.skip(tag);
            }
        }
        if (values != count) {
            throw new IOException("a column of " + values + " values for " + count + " entities");
        }
        if (timeCount > 0) {
            times.apply(cells.statuses(), base);
        }
    }

    /** Goes past values of fewer than 128 octets, which most are. */
    private void readValues() {
        byte[] bytes = wire.bytes;
        int at = wire.position;
        int end = wire.limit;
        int cell = base;
        int last = base + count;
        while (cell < last && end - at >= 2 && bytes[at] == VALUE_TAG) {
            int length = bytes[at + 1];
            if (length < 0 || length > end - at - 2) {
                break;
            }
            cells.value(cell++, at + 1);
            at += 2 + length;
        }
        values = cell - base;
        wire.position = at;
    }

    private void readValue() throws IOException {
        if (values == count) {
            throw new IOException("a column of more than " + count + " values for as many entities");
        }
        cells.value(base + values++, wire.position);
        int length = wire.length();
        wire.position += length;
    }

    private void readStatuses() throws IOException {
        int length = wire.length();
        int outer = wire.limit;
        wire.limit = wire.position + length;
        while (wire.hasMore()) {
            putStatus(wire.varint64());
        }
        wire.limit = outer;
    }

    private void putStatus(long status) throws IOException {
        if (statuses == count) {
            throw new IOException("a column of more than " + count + " statuses for as many entities");
        }
        cells.statuses()[base + statuses++] = status >= 0 && status < UNKNOWN_STATUS ? (byte) status : UNKNOWN_STATUS;
    }

    /** Reads times to the end of the column, or to what comes among them. */
    private void readTimes(int start) throws IOException {
        if (timeCount == 0) {
            if (times.areRepeated(wire, start)) {
                timeCount = count;
                wire.position = wire.limit;
                return;
            }
            times.beginColumn();
        }
        boolean first = timeCount == 0;
        int end = wire.limit;
        readTime(end);
        while (wire.hasMore() && wire.bytes[wire.position] == TIME_TAG) {
            wire.position++;
            readTime(end);
        }
        if (first && wire.position == end) {
            times.filled(start, end);
        }
    }

    private void readTime(int end) throws IOException {
        if (timeCount == count) {
            throw new IOException("a column of more than " + count + " times for as many entities");
        }
        int length = wire.length();
        wire.limit = wire.position + length;
        times.read(wire, timeCount++);
        wire.limit = end;
    }
}
