package dev.plumbline.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects the body of one reply, up to a limit. Thread-safe as far as its cancel. */
final class ReplyBody implements BodySubscriber<@Nullable Void> {
    private final Octets octets;
    private final Reader reader;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;

    /** Hears how the body ended. */
    interface Reader {
        /** Takes the whole body, or as much of it as the limit allows. */
        void ended(Octets body, boolean cut);

        /** Hears that the body ended too early. */
        void broken(Throwable failure);
    }

    ReplyBody(Octets octets, Reader reader) {
        this.octets = octets;
        this.reader = reader;
    }

    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (done.isDone()) {
            given.cancel();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        if (done.isDone()) {
            return;
        }
        for (ByteBuffer buffer : buffers) {
            if (!octets.add(buffer)) {
                reader.ended(octets, true);
                cancel();
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        reader.broken(failure);
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        if (done.complete(null)) {
            reader.ended(octets, false);
        }
    }

    /** Ends the exchange: what is still to come is not wanted. */
    void cancel() {
        Flow.Subscription given = subscription;
        if (done.completeExceptionally(new CancellationException("the reply is not wanted any more"))
                && given != null) {
            given.cancel();
        }
    }
}
