package dev.plumbline.grpc;

import dev.plumbline.auth.Credentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** Shows the server a token with each call, and tells the credentials when it was not accepted. Immutable and thread-safe. */
final class CallTokens implements ClientInterceptor {
    private final Credentials credentials;
    private final Failures failures;

    CallTokens(Credentials credentials, Failures failures) {
        this.credentials = credentials;
        this.failures = failures;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        CallToken token = new CallToken(credentials, failures);
        return new SimpleForwardingClientCall<>(next.newCall(method, options.withCallCredentials(token))) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(new Ended<>(listener, token), headers);
            }
        };
    }

    private final class Ended<R> extends SimpleForwardingClientCallListener<R> {
        private final CallToken token;

        Ended(ClientCall.Listener<R> listener, CallToken token) {
            super(listener);
            this.token = token;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            Status told = status;
            if (status.getCode() == Status.Code.UNAUTHENTICATED) {
                token.rejected();
            } else if (status.getCode() == Status.Code.DEADLINE_EXCEEDED && token.isAwaited()) {
                // Not the connection's fault, so not a timeout to those who watch it.
                told = Status.UNAVAILABLE.withCause(failures.tokenLate());
            }
            super.onClose(told.isOk() ? told : token.withoutSecrets(told), trailers);
        }
    }
}
