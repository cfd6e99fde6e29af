package dev.plumbline.testing.grpc;

import dev.plumbline.transport.TransportException;
import io.grpc.Metadata;
import io.grpc.Status;

/** What a server says for each kind of failure. */
final class GrpcStatuses {
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private GrpcStatuses() {}

    static Status of(TransportException failure) {
        Status status = switch (failure.kind()) {
            case UNAVAILABLE, CLOSED -> Status.UNAVAILABLE;
            case TIMEOUT -> Status.DEADLINE_EXCEEDED;
            case ABORTED -> Status.ABORTED;
            case OVERLOADED -> Status.RESOURCE_EXHAUSTED;
            case CANCELLED -> Status.CANCELLED;
            case INVALID_REQUEST -> Status.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case UNIMPLEMENTED -> Status.UNIMPLEMENTED;
            case TOO_LARGE -> Status.RESOURCE_EXHAUSTED.withDescription("message larger than max of the server");
            case PROTOCOL -> Status.DATA_LOSS;
            case INTERNAL -> Status.INTERNAL;
        };
        return status.getDescription() == null ? status.withDescription(failure.getMessage()) : status;
    }

    static Metadata trailers(TransportException failure) {
        Metadata trailers = new Metadata();
        failure.retryAfter().ifPresent(delay -> trailers.put(PUSHBACK, Long.toString(delay.toMillis())));
        return trailers;
    }
}
