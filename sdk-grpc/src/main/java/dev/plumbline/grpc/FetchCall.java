package dev.plumbline.grpc;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of a fetch: starts it, reads its reply, completes the fetch's future. Completing that otherwise ends it. */
final class FetchCall extends ClientCall.Listener<ReplyMarshaller.Reply> {
    private final ClientCall<byte[], ReplyMarshaller.Reply> call;
    private final Contract.Exchange exchange;
    private final ReplyMarshaller replies;
    private final Failures failures;
    private final ClientRuntime runtime;
    private final CallEnd end;
    private final @Nullable Consumer<Contract.Exchange> resend;
    private final CompletableFuture<List<FeatureRow>> future;
    private @Nullable List<FeatureRow> rows;
    private @Nullable Exception malformed;
    private boolean answered;
    private volatile boolean ended;
    private volatile boolean closing;

    /** Hears how calls end. */
    @FunctionalInterface
    interface CallEnd {
        /** Notes how a call ended, and whether anything came from the server. */
        void ended(Status status, boolean answered);
    }

    FetchCall(
            ClientCall<byte[], ReplyMarshaller.Reply> call,
            Contract.Exchange exchange,
            ReplyMarshaller replies,
            Failures failures,
            ClientRuntime runtime,
            CallEnd end,
            @Nullable Consumer<Contract.Exchange> resend,
            CompletableFuture<List<FeatureRow>> future) {
        this.call = call;
        this.exchange = exchange;
        this.replies = replies;
        this.failures = failures;
        this.runtime = runtime;
        this.end = end;
        this.resend = resend;
        this.future = future;
    }

    /** Sends the request. */
    void start(Metadata headers) {
        try {
            call.start(this, headers);
            // Two: one reply, and room to notice a second one.
            call.request(2);
            call.sendMessage(exchange.request());
            call.halfClose();
        } catch (RuntimeException e) {
            finish(null, failures.broken(e));
            call.cancel("the call could not be made", e);
        }
        var unused = future.whenComplete((ignored, failure) -> {
            if (!ended) {
                call.cancel("the fetch was cancelled", null);
            }
        });
    }

    /** Notes that the transport ends: however the call ends now, that is why. */
    void closing() {
        closing = true;
    }

    /** Ends the fetch because the transport ends. */
    void close() {
        future.completeExceptionally(failures.closed());
    }

    @Override
    public void onHeaders(Metadata headers) {
        answered = true;
    }

    @Override
    public void onMessage(ReplyMarshaller.Reply reply) {
        answered = true;
        try {
            if (rows != null || malformed != null) {
                throw new IOException("a second message in a unary reply");
            }
            rows = exchange.rows(reply.bytes(), reply.length(), runtime.nowMicros());
        } catch (IOException | RuntimeException e) {
            malformed = e;
        }
        replies.giveBack(reply);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        end.ended(status, answered || !trailers.keys().isEmpty());
        try {
            if (status.isOk()) {
                finishOk(trailers);
            } else {
                finishOtherwise(status, trailers);
            }
        } catch (RuntimeException e) {
            finish(null, failures.malformed("its end makes no sense: " + e, e));
        }
    }

    private void finishOtherwise(Status status, Metadata trailers) {
        if (closing) {
            finish(null, failures.closed());
            return;
        }
        Optional<List<FeatureRow>> meant = exchange.rows(status, runtime.nowMicros());
        if (meant.isPresent()) {
            finish(meant.get(), null);
            return;
        }
        if (resend != null && !future.isDone()) {
            Optional<Contract.Exchange> next = exchange.again(status, trailers);
            if (next.isPresent()) {
                ended = true;
                resend.accept(next.get());
                return;
            }
        }
        finish(
                null,
                exchange.refusal(status, trailers)
                        .map(refusal -> failures.refused(refusal, status))
                        .orElseGet(() -> failures.of(status, trailers, answered)));
    }

    private void finishOk(Metadata trailers) {
        Exception fault = malformed;
        if (fault != null) {
            finish(null, failures.malformed(String.valueOf(fault.getMessage()), fault));
        } else if (rows == null) {
            finish(null, failures.malformed("it ended OK without a message", null));
        } else {
            finish(exchange.ended(rows, trailers), null);
        }
    }

    private void finish(@Nullable List<FeatureRow> result, @Nullable Throwable failure) {
        ended = true;
        if (failure != null) {
            future.completeExceptionally(failure);
        } else {
            future.complete(result);
        }
    }
}
