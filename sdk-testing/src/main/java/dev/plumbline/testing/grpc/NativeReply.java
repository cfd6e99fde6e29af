package dev.plumbline.testing.grpc;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a plumbline.v1.GetFeaturesResponse. Not thread-safe. */
final class NativeReply {
    private static final byte OK = 0;
    private static final byte ABSENT = 1;
    private static final byte FAILED = 2;

    private final ProtoMessage message = new ProtoMessage();
    private final List<FeatureRow> answered = new ArrayList<>();

    /** Starts with all that is not a column. A row that is null, or in which nothing is found, is absent. */
    NativeReply(long schemaHash, List<@Nullable FeatureRow> rows) {
        message.fixed64(1, schemaHash).number(2, rows.size());
        byte[] states = new byte[rows.size()];
        boolean all = true;
        for (int i = 0; i < states.length; i++) {
            FeatureRow row = rows.get(i);
            states[i] = state(row);
            all &= states[i] == OK;
            if (row != null && states[i] == OK) {
                answered.add(row);
            } else if (row != null && states[i] == FAILED) {
                message.message(7, failure(row).message(3, new ProtoMessage().bareNumber(i)));
            }
        }
        if (!all) {
            message.octets(3, states);
        }
        writeTimes();
        writeVersions();
    }

    private static byte state(@Nullable FeatureRow row) {
        if (row == null || (row.status() == RowStatus.NOT_FOUND && row.dataVersion() == FeatureRow.UNKNOWN_VERSION)) {
            return ABSENT;
        }
        // A row that was deleted has a version and no cell: it is told, so that who waits for that version sees it.
        return row.status() == RowStatus.ERROR ? FAILED : OK;
    }

    private static ProtoMessage failure(FeatureRow row) {
        Status status = row.cause()
                .filter(TransportException.class::isInstance)
                .map(cause -> GrpcStatuses.of((TransportException) cause))
                .orElse(Status.UNKNOWN);
        return new ProtoMessage().number(1, status.getCode().value()).text(2, "it fails by plan");
    }

    private void writeTimes() {
        if (answered.stream().anyMatch(FeatureRow::hasEventTime)) {
            ProtoMessage times = new ProtoMessage();
            answered.forEach(row -> times.bareFixed64(row.eventTimeMicros()));
            message.message(5, times);
        }
    }

    private void writeVersions() {
        if (answered.stream().anyMatch(row -> row.dataVersion() != FeatureRow.UNKNOWN_VERSION)) {
            ProtoMessage versions = new ProtoMessage();
            answered.forEach(row -> versions.bareNumber(row.dataVersion()));
            message.message(6, versions);
        }
    }

    /** Writes the cells of one slot as the column of a feature's place in the client's schema. */
    void column(int place, FeatureType type, int slot) {
        message.message(4, NativeColumn.of(place, type, slot, answered));
    }

    /** Returns the message; the schema is kept if it has just come. */
    ProtoMessage finish(boolean schemaKept) {
        return message.bool(8, schemaKept);
    }
}
