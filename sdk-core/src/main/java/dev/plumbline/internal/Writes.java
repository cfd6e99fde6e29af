package dev.plumbline.internal;

import dev.plumbline.WriteAction;
import dev.plumbline.WriteReceipt;
import dev.plumbline.Written;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brackets users' writes of one view's rows, so that no later read of this client finds what was before. Before the write
 * the row is forgotten, and until its end nothing that is read of it is stored; after it, it is forgotten again, and the
 * far tier is passed by until that has forgotten too.
 */
final class Writes {
    /** Keys that wait for a far tier which does not answer; over that many the whole namespace is dropped at once. */
    private static final int MOST_DIRTY = 10_000;

    private static final long FIRST_RETRY_NANOS = Duration.ofMillis(100).toNanos();
    private static final long LAST_RETRY_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long FAR_NANOS = Duration.ofMillis(50).toNanos();
    private static final int WRITE_THROUGH_TRIES = 3;

    private final ViewReader reader;
    private final @Nullable FarReads far;
    private final WriteMarks marks;
    private final long lateNanos;
    private final AtomicBoolean flushing = new AtomicBoolean();
    private volatile long flushEndNanos;
    private volatile boolean closed;

    /**
     * Makes the writes of a view.
     *
     * @param writeTimeout how long after a write of unknown outcome it may still take effect
     */
    Writes(ViewReader reader, @Nullable FarReads far, WriteMarks marks, Duration writeTimeout) {
        this.reader = reader;
        this.far = far;
        this.marks = marks;
        this.lateNanos = writeTimeout.toNanos();
    }

    <X extends Exception> WriteReceipt write(CacheKey key, WriteAction<X> action) throws X {
        marks.begin(key);
        reader.forget(key);
        Written written;
        try {
            written = checked(key, action.write());
        } catch (Throwable e) {
            // It may have been written all the same, and may yet be.
            reader.sticky().wrote(key, FeatureRow.UNKNOWN_VERSION);
            CompletableFuture<Boolean> unused = forget(key, marks.end(key));
            later(() -> forgetAgain(key), lateNanos);
            throw e;
        }
        // First, so that no load begins that might store a replica's row.
        reader.sticky().wrote(key, written.dataVersion());
        long epoch = marks.end(key);
        FeatureRow row = written.row().filter(reader.rules()::isCacheable).orElse(null);
        if (row == null || !marks.isLatest(key, epoch)) {
            return new WriteReceipt(written.dataVersion(), forget(key, epoch));
        }
        // Not if another write has begun meanwhile: it may have forgotten the key already.
        reader.flights().replace(key, () -> marks.isLatest(key, epoch) ? reader.entry(key, row) : null);
        return new WriteReceipt(written.dataVersion(), writeThrough(key, row, epoch, WRITE_THROUGH_TRIES));
    }

    /** A write that nobody heard of any more may have taken effect since. */
    private void forgetAgain(CacheKey key) {
        reader.sticky().wrote(key, FeatureRow.UNKNOWN_VERSION);
        CompletableFuture<Boolean> unused = forget(key, marks.dirty(key));
    }

    private static Written checked(CacheKey key, @Nullable Written written) {
        if (written == null) {
            throw new IllegalArgumentException(
                    "the write answered null: if nothing else is known of what was written, it"
                            + " answers Written.something()");
        }
        written.row()
                .map(FeatureRow::view)
                .filter(view -> !view.equals(key.view()))
                .ifPresent(view -> {
                    throw new IllegalArgumentException("the row that was written to view '"
                            + key.view().name() + "' is of view '" + view.name() + "'"
                            + (view.name().equals(key.view().name()) ? " in another form" : ""));
                });
        return written;
    }

    CompletableFuture<Boolean> invalidate(CacheKey key) {
        return forget(key, far == null ? 0 : marks.dirty(key));
    }

    /** Forgets in this process at once and in the far tier as soon as that answers. */
    private CompletableFuture<Boolean> forget(CacheKey key, long epoch) {
        reader.forget(key);
        if (far == null) {
            marks.clean(key, epoch);
            return CompletableFuture.completedFuture(true);
        }
        long endNanos = runtime().ticker().nanos() + longestNanos();
        return clean(far, key, epoch, FIRST_RETRY_NANOS, endNanos);
    }

    /** Removes a row from the far tier, again and again until it is gone for certain or has ended by itself. */
    private CompletableFuture<Boolean> clean(FarReads tier, CacheKey key, long epoch, long retryNanos, long endNanos) {
        return tier.invalidate(key).thenApply(certain -> {
            if (certain || runtime().ticker().nanos() - endNanos >= 0) {
                marks.clean(key, epoch);
            } else if (marks.size() > MOST_DIRTY) {
                overflow(tier);
            } else {
                double spread = 0.5 + runtime().random().getAsDouble();
                later(
                        () -> {
                            if (marks.awaits(key, epoch)) {
                                CompletableFuture<Boolean> unused =
                                        clean(tier, key, epoch, Math.min(LAST_RETRY_NANOS, 2 * retryNanos), endNanos);
                            }
                        },
                        (long) (retryNanos * spread));
            }
            return certain;
        });
    }

    /** Drops the namespace in the place of very many keys, and passes the far tier by for all keys until that is done. */
    private void overflow(FarReads tier) {
        flushEndNanos = runtime().ticker().nanos() + longestNanos();
        marks.dirtyAll();
        if (flushing.compareAndSet(false, true)) {
            flush(tier);
        }
    }

    /** Repeated until it is certain, or all that was there has ended by itself. */
    private void flush(FarReads tier) {
        long epoch = marks.epoch();
        CompletableFuture<Void> unused = tier.flush().thenAccept(certain -> {
            if (!certain && runtime().ticker().nanos() - flushEndNanos < 0) {
                later(() -> flush(tier), LAST_RETRY_NANOS);
                return;
            }
            marks.cleanAll(epoch);
            flushing.set(false);
            // There was another overflow meanwhile, which has found this one under way.
            if (marks.isAllDirty() && flushing.compareAndSet(false, true)) {
                later(() -> flush(tier), LAST_RETRY_NANOS);
            }
        });
    }

    /** Puts the row that was written in the place of an older one; where that does not work out, removes the older one. */
    private CompletableFuture<Boolean> writeThrough(CacheKey key, FeatureRow row, long epoch, int tries) {
        if (far == null) {
            marks.clean(key, epoch);
            return CompletableFuture.completedFuture(true);
        }
        FarReads tier = far;
        if (tries == 0 || !marks.isLatest(key, epoch)) {
            return clean(tier, key, epoch, FIRST_RETRY_NANOS, runtime().ticker().nanos() + longestNanos());
        }
        long deadline = runtime().ticker().nanos() + FAR_NANOS;
        return tier.readMany(List.of(key), reader.originTimes().lease(), deadline, Context.current())
                .thenCompose(reads -> {
                    FarRead held = reads.get(0);
                    FeatureRow old = held.row();
                    if (old != null && old.dataVersion() >= row.dataVersion()) {
                        marks.clean(key, epoch);
                        return CompletableFuture.completedFuture(true);
                    }
                    boolean isLoaded = held.outcome() == FarRead.Outcome.WAIT;
                    if (isLoaded
                            || held.outcome() == FarRead.Outcome.ERROR
                            || (old != null && held.leaseToken() == null)
                            || !marks.isLatest(key, epoch)) {
                        // Nothing that could be replaced only if it is still the same.
                        return writeThrough(key, row, epoch, 0);
                    }
                    return tier.fill(key, held.leaseToken(), row, reader.rules().ttl(row))
                            .thenCompose(outcome -> {
                                if (outcome == FillOutcome.STORED) {
                                    marks.clean(key, epoch);
                                    return CompletableFuture.completedFuture(true);
                                }
                                return writeThrough(key, row, epoch, outcome == FillOutcome.REFUSED ? tries - 1 : 0);
                            });
                });
    }

    private void later(Runnable task, long nanos) {
        if (closed) {
            return;
        }
        try {
            runtime()
                    .scheduler()
                    .schedule(
                            () -> {
                                if (!closed) {
                                    task.run();
                                }
                            },
                            nanos);
        } catch (RejectedExecutionException e) {
            // The client is closed; what it forgot in its own memory does not matter any more.
        }
    }

    /** A row stored just before the write ends by then, the tier's spread included. */
    private long longestNanos() {
        return reader.rules().longest().toNanos() * 5 / 4
                + Duration.ofSeconds(2).toNanos();
    }

    private ClientRuntime runtime() {
        return reader.runtime();
    }

    void close() {
        closed = true;
    }
}
