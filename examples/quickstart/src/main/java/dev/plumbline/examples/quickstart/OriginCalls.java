package dev.plumbline.examples.quickstart;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicLong;

/** Remembers how many calls the server says that it has answered, from the trailer of its last reply. */
final class OriginCalls implements ClientInterceptor {
    private static final Metadata.Key<String> CALLS =
            Metadata.Key.of("plumbline-example-calls", Metadata.ASCII_STRING_MARSHALLER);

    private final AtomicLong calls = new AtomicLong();

    long count() {
        return calls.get();
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(new Trailers<>(listener), headers);
            }
        };
    }

    private final class Trailers<R> extends ForwardingClientCallListener.SimpleForwardingClientCallListener<R> {
        Trailers(ClientCall.Listener<R> listener) {
            super(listener);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            String value = trailers.get(CALLS);
            if (value != null) {
                calls.set(Long.parseLong(value));
            }
            super.onClose(status, trailers);
        }
    }
}
