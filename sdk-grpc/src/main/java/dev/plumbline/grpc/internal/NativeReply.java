package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import java.util.Arrays;
import java.util.List;

/** Reads one plumbline.v1.GetFeaturesResponse. Not thread-safe. */
final class NativeReply {
    private static final int HASH_TAG = 1 << 3 | WireReader.FIXED64;
    private static final int COUNT_TAG = 2 << 3 | WireReader.VARINT;
    private static final int STATES_TAG = 3 << 3 | WireReader.LENGTH;
    private static final int COLUMN_TAG = 4 << 3 | WireReader.LENGTH;
    private static final int EVENT_TIMES = 5;
    private static final int VERSIONS = 6;
    private static final int FAILURE_TAG = 7 << 3 | WireReader.LENGTH;
    private static final int KEPT_TAG = 8 << 3 | WireReader.VARINT;
    private static final byte OK = 0;
    private static final byte ABSENT = 1;

    private final FeatureView view;
    private final NativeSchema schema;
    private final int count;
    private final WireReader wire;
    private final int end;
    private long hash;
    private int rowCount;
    private int statesFrom;
    private int statesLength;
    private boolean kept;
    private long skipped;

    NativeReply(FeatureView view, NativeSchema schema, int count, WireReader wire) {
        this.view = view;
        this.schema = schema;
        this.count = count;
        this.wire = wire;
        this.end = wire.limit;
    }

    /** Returns how many cells came that the view does not name. */
    long skipped() {
        return skipped;
    }

    boolean isSchemaKept() {
        return kept;
    }

    /** Reads all of it: what holds for all rows, then the columns, then the rows. */
    List<FeatureRow> read(long receivedMicros) throws MalformedReplyException {
        readHead();
        NativeRows cells = new NativeRows(view, answered());
        NativeFailures failures = new NativeFailures(count);
        readColumns(cells, failures);
        cells.finish();
        return rows(cells, failures, receivedMicros);
    }

    private void readHead() throws MalformedReplyException {
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag) {
                case HASH_TAG -> hash = wire.fixed64();
                case COUNT_TAG -> rowCount = wire.varint32();
                case STATES_TAG -> {
                    statesLength = wire.length();
                    statesFrom = wire.position;
                    wire.position += statesLength;
                }
                case KEPT_TAG -> kept = wire.varint64() != 0;
                default -> wire.skip(tag);
            }
        }
        if (hash != schema.hash()) {
            throw new MalformedReplyException("view '" + view.name() + "' was asked for by schema hash "
                    + Long.toHexString(schema.hash()) + ", the reply is of " + Long.toHexString(hash));
        }
        if (rowCount != count) {
            throw new MalformedReplyException(Integer.toUnsignedString(rowCount) + " rows for " + count + " keys");
        }
        if (statesLength != 0 && statesLength != count) {
            throw new MalformedReplyException(statesLength + " row states for " + count + " keys");
        }
    }

    private int answered() {
        if (statesLength == 0) {
            return count;
        }
        int answered = 0;
        for (int row = 0; row < count; row++) {
            answered += state(row) == OK ? 1 : 0;
        }
        return answered;
    }

    private byte state(int row) {
        return statesLength == 0 ? OK : wire.bytes[statesFrom + row];
    }

    private void readColumns(NativeRows cells, NativeFailures failures) throws MalformedReplyException {
        NativeColumn column = new NativeColumn(wire, view, schema.numbers(), cells);
        wire.seek(0, end);
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag != COLUMN_TAG && tag != FAILURE_TAG) {
                wire.skip(tag);
                continue;
            }
            int to = wire.length() + wire.position;
            wire.limit = to;
            if (tag == COLUMN_TAG) {
                column.read();
            } else {
                failures.read(wire);
            }
            wire.seek(to, end);
        }
        skipped = column.skipped();
    }

    private List<FeatureRow> rows(NativeRows cells, NativeFailures failures, long receivedMicros)
            throws MalformedReplyException {
        Elements times = elements(EVENT_TIMES, WireReader.FIXED64);
        Elements versions = elements(VERSIONS, WireReader.VARINT);
        boolean timed = times.hasMore();
        boolean versioned = versions.hasMore();
        FeatureRow[] rows = new FeatureRow[count];
        FeatureRow absent = null;
        int next = 0;
        for (int row = 0; row < count; row++) {
            byte state = state(row);
            if (state == OK) {
                long time = timed ? times.fixed64() : FeatureRow.UNKNOWN_TIME;
                long version = versioned ? versions.int64() : FeatureRow.UNKNOWN_VERSION;
                rows[row] = cells.row(next++, time, version, receivedMicros);
            } else if (state == ABSENT) {
                if (absent == null) {
                    absent = FeatureRow.notFound(view, receivedMicros);
                }
                rows[row] = absent;
            } else {
                rows[row] = FeatureRow.failed(view, failures.cause(view, row), receivedMicros);
            }
        }
        times.requireEnd();
        versions.requireEnd();
        return Arrays.asList(rows);
    }

    private Elements elements(int field, int wireType) {
        Elements elements = new Elements(wire.bytes);
        elements.open(field, wireType, 0, end);
        return elements;
    }
}
