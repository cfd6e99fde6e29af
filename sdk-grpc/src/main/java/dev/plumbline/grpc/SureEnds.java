package dev.plumbline.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.function.Consumer;

/**
 * Tells a fetch when something between gRPC and it threw at the end of its call: gRPC only logs that, and no deadline runs
 * any more. Immutable and thread-safe.
 */
final class SureEnds implements ClientInterceptor {
    static final CallOptions.Key<Consumer<Throwable>> LOST = CallOptions.Key.create("plumbline-lost-end");

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        Consumer<Throwable> lost = options.getOption(LOST);
        ClientCall<Q, R> call = next.newCall(method, options);
        if (lost == null) {
            return call;
        }
        return new SimpleForwardingClientCall<>(call) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                try {
                                    super.onClose(status, trailers);
                                } catch (RuntimeException | Error e) {
                                    lost.accept(e);
                                    throw e;
                                }
                            }
                        },
                        headers);
            }
        };
    }
}
