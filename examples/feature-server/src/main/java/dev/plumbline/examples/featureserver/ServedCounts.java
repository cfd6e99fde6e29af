package dev.plumbline.examples.featureserver;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/** Counts calls and entities, and tells the calls so far in a trailer of each reply, errors included. */
final class ServedCounts implements ServerInterceptor {
    static final Metadata.Key<String> CALLS_TRAILER =
            Metadata.Key.of("plumbline-example-calls", Metadata.ASCII_STRING_MARSHALLER);

    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong entities = new AtomicLong();

    long calls() {
        return calls.get();
    }

    long entities() {
        return entities.get();
    }

    void addEntities(int count) {
        entities.addAndGet(count);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        calls.incrementAndGet();
        ServerCall<Q, R> counted = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                trailers.put(CALLS_TRAILER, Long.toString(calls()));
                super.close(status, trailers);
            }
        };
        return next.startCall(counted, headers);
    }
}
