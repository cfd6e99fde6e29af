package dev.plumbline.testing.grpc;

import com.google.protobuf.CodedInputStream;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.ServedCall;
import dev.plumbline.testing.ServedRow;
import dev.plumbline.testing.ServedStore;
import dev.plumbline.transport.TransportException;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One unary call, from its headers to its end. */
final class IncomingCall extends ServerCall.Listener<byte[]> {
    /** Handles a call whose request has come. */
    @FunctionalInterface
    interface Handler {
        void handle(IncomingCall call) throws Exception;
    }

    private final ServerCall<byte[], byte[]> call;
    private final Metadata headers;
    private final Handler handler;
    private byte @Nullable [] request;
    private @Nullable ServedCall served;
    private boolean cancelled;

    IncomingCall(ServerCall<byte[], byte[]> call, Metadata headers, Handler handler) {
        this.call = call;
        this.headers = headers;
        this.handler = handler;
    }

    String method() {
        return call.getMethodDescriptor().getFullMethodName();
    }

    CodedInputStream request() {
        byte[] octets = request;
        return CodedInputStream.newInstance(octets == null ? new byte[0] : octets);
    }

    private Map<String, String> headers() {
        Map<String, String> texts = new TreeMap<>();
        for (String name : headers.keys()) {
            if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                String value = headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
                texts.put(name.toLowerCase(Locale.ROOT), value == null ? "" : value);
            }
        }
        return texts;
    }

    private static Duration timeLeft() {
        Deadline deadline = Context.current().getDeadline();
        return deadline == null
                ? ServedStore.NO_DEADLINE
                : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    }

    /** Reads the rows of a request and hands them on when they are due. */
    void serve(ServedStore store, FeatureView view, List<EntityKey> keys, Consumer<List<ServedRow>> answer) {
        ServedCall received = store.receive(view, keys, headers(), timeLeft(), new ServedCall.Reply() {
            @Override
            public void rows(List<ServedRow> rows) {
                answer.accept(rows);
            }

            @Override
            public void failed(TransportException failure) {
                fail(failure);
            }
        });
        boolean late;
        synchronized (this) {
            served = received;
            late = cancelled;
        }
        if (late) {
            received.givenUp();
        }
    }

    void reply(ProtoMessage message) {
        reply(message, new Metadata());
    }

    void reply(ProtoMessage message, Metadata trailers) {
        byte[] octets = message.toOctets();
        synchronized (call) {
            if (!call.isCancelled()) {
                call.sendHeaders(new Metadata());
                call.sendMessage(octets);
                call.close(Status.OK, trailers);
            }
        }
    }

    void fail(TransportException failure) {
        fail(GrpcStatuses.of(failure), GrpcStatuses.trailers(failure));
    }

    void fail(Status status, Metadata trailers) {
        synchronized (call) {
            if (!call.isCancelled()) {
                call.close(status, trailers);
            }
        }
    }

    @Override
    public void onMessage(byte[] message) {
        request = message;
    }

    @Override
    public void onHalfClose() {
        try {
            handler.handle(this);
        } catch (Exception e) {
            fail(Status.INVALID_ARGUMENT.withDescription("the request does not parse: " + e), new Metadata());
        }
    }

    @Override
    public void onCancel() {
        ServedCall known;
        synchronized (this) {
            cancelled = true;
            known = served;
        }
        if (known != null) {
            known.givenUp();
        }
    }
}
