package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many attempts on one transport be under way. The next ones wait in order, as long as their reads do; when
 * too many wait, further ones are refused. So a far tier that is lost does not become a flood on the feature service.
 */
final class LimitedOrigin implements Origin {
    /** What the attempts of all views on one transport share. */
    static final class Limit {
        private static final int WAITING_EACH = 16;

        private final int most;
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private int underWay;

        Limit(int most) {
            this.most = most;
        }

        /** Lets an attempt start now, or keeps it; says false if too many are kept. */
        private synchronized Entry enter(Waiting attempt) {
            if (underWay < most) {
                underWay++;
                return Entry.NOW;
            }
            if (waiting.size() >= most * WAITING_EACH) {
                waiting.removeIf(Waiting::isDone);
            }
            return waiting.size() < most * WAITING_EACH && waiting.add(attempt) ? Entry.LATER : Entry.NEVER;
        }

        /** Gives a place to the next attempt that is still wanted, which is returned. */
        private synchronized @Nullable Waiting leave() {
            Waiting next = waiting.poll();
            while (next != null && next.isDone()) {
                next = waiting.poll();
            }
            if (next == null) {
                underWay--;
            }
            return next;
        }
    }

    private enum Entry {
        NOW,
        LATER,
        NEVER
    }

    private final Limit limit;
    private final Counter refused;
    private final Origin next;

    LimitedOrigin(Limit limit, Telemetry telemetry, Origin next) {
        this.limit = limit;
        this.refused = telemetry.rejections("concurrency");
        this.next = next;
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(Call call, List<EntityKey> keys) {
        Waiting attempt = new Waiting(this, call, keys);
        switch (limit.enter(attempt)) {
            case NOW -> attempt.run();
            case LATER -> {}
            case NEVER -> {
                refused.increment();
                attempt.completeExceptionally(new AttemptFailure(
                        new TransportException(
                                TransportException.Kind.OVERLOADED,
                                "CONCURRENCY",
                                limit.most + " attempts are under way and too many wait: raise max-concurrent-fetches"
                                        + " or make the feature service quicker",
                                null),
                        call.attempt()));
            }
        }
        return attempt;
    }

    /** An attempt that may have to wait. Cancelling it cancels the call on the wire. */
    private static final class Waiting extends CompletableFuture<List<FeatureRow>> {
        private final LimitedOrigin origin;
        private final Call call;
        private final List<EntityKey> keys;
        private volatile @Nullable CompletableFuture<List<FeatureRow>> sent;

        Waiting(LimitedOrigin origin, Call call, List<EntityKey> keys) {
            this.origin = origin;
            this.call = call;
            this.keys = keys;
        }

        /** Starts it, and then whatever takes the place of an attempt that has ended at once: a loop, for they may be many. */
        void run() {
            Waiting next = this;
            while (next != null) {
                next = next.start();
            }
        }

        private @Nullable Waiting start() {
            CompletableFuture<List<FeatureRow>> fetch;
            try {
                fetch = origin.next.fetch(call, keys);
            } catch (RuntimeException e) {
                fetch = CompletableFuture.failedFuture(e);
            }
            sent = fetch;
            if (isCancelled()) {
                fetch.cancel(true);
            }
            if (fetch.isDone()) {
                return end(fetch);
            }
            CompletableFuture<List<FeatureRow>> underWay = fetch;
            fetch.whenComplete((rows, thrown) -> {
                Waiting after = end(underWay);
                if (after != null) {
                    after.run();
                }
            });
            return null;
        }

        /** Passes on what an attempt came to, and its place. */
        private @Nullable Waiting end(CompletableFuture<List<FeatureRow>> ended) {
            Waiting after = origin.limit.leave();
            ended.whenComplete((rows, thrown) -> {
                if (thrown == null) {
                    complete(rows);
                } else {
                    completeExceptionally(Failures.unwrap(thrown));
                }
            });
            return after;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            CompletableFuture<List<FeatureRow>> fetch = sent;
            if (fetch != null) {
                fetch.cancel(mayInterruptIfRunning);
            }
            return cancelled;
        }
    }

    @Override
    public String toString() {
        return "at most " + limit.most + " -> " + next;
    }
}
