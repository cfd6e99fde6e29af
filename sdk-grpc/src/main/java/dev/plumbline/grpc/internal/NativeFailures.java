package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import io.grpc.Status;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why rows failed by themselves, from plumbline.v1.RowFailure messages. Not thread-safe. */
final class NativeFailures {
    private static final int CODE_TAG = 1 << 3 | WireReader.VARINT;
    private static final int REASON_TAG = 2 << 3 | WireReader.LENGTH;
    private static final int ROWS = 3;
    private static final int MAX_REASON = 200;

    private final int count;
    private @Nullable Failure @Nullable [] failures;

    NativeFailures(int count) {
        this.count = count;
    }

    /** Reads the message that fills the part being read. */
    void read(WireReader wire) throws MalformedReplyException {
        int from = wire.position;
        int to = wire.limit;
        int code = Status.Code.UNKNOWN.value();
        String reason = "";
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == CODE_TAG) {
                code = wire.varint32();
            } else if (tag == REASON_TAG) {
                int length = wire.length();
                reason = wire.text(wire.position, length);
                wire.position += length;
            } else {
                wire.skip(tag);
            }
        }
        Failure failure = new Failure(code, reason);
        Elements rows = new Elements(wire.bytes);
        rows.open(ROWS, WireReader.VARINT, from, to);
        while (rows.hasMore()) {
            put(rows.uint32(), failure);
        }
    }

    private void put(int row, Failure failure) throws MalformedReplyException {
        if (row < 0 || row >= count) {
            throw new MalformedReplyException("a failure of row " + Integer.toUnsignedString(row) + " of " + count);
        }
        @Nullable Failure[] all = failures;
        if (all == null) {
            all = new Failure[count];
            failures = all;
        }
        if (all[row] != null) {
            throw new MalformedReplyException("row " + row + " has two failures");
        }
        all[row] = failure;
    }

    /** Returns why a row failed. */
    TransportException cause(FeatureView view, int row) {
        @Nullable Failure[] all = failures;
        Failure failure = all == null ? null : all[row];
        Status.Code code = Status.fromCodeValue(failure == null ? Status.Code.UNKNOWN.value() : failure.code)
                .getCode();
        return new TransportException(
                kind(code),
                code.name(),
                "view '" + view.name() + "': the server could not read this row: " + code,
                failure == null || failure.reason.isEmpty() ? null : new ServerReason(failure.reason));
    }

    private static Kind kind(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE -> Kind.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> Kind.TIMEOUT;
            case RESOURCE_EXHAUSTED -> Kind.OVERLOADED;
            case ABORTED -> Kind.ABORTED;
            case PERMISSION_DENIED, UNAUTHENTICATED -> Kind.UNAUTHENTICATED;
            case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION -> Kind.INVALID_REQUEST;
            default -> Kind.INTERNAL;
        };
    }

    private record Failure(int code, String reason) {}

    /** What the server said: a cause, not a message, since it may hold keys. */
    private static final class ServerReason extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        ServerReason(String reason) {
            super(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason, null, false, false);
        }
    }
}
