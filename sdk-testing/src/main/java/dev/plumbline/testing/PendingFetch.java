package dev.plumbline.testing;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One fetch from its arrival to its one end: an answer, a failure, its deadline or a cancel, whichever is first. */
final class PendingFetch extends CompletableFuture<List<FeatureRow>> {
    private final ClientRuntime runtime;
    private final BiConsumer<PendingFetch, Boolean> onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile TaskScheduler.@Nullable Scheduled expiry;
    private volatile TaskScheduler.@Nullable Scheduled answer;

    PendingFetch(ClientRuntime runtime, BiConsumer<PendingFetch, Boolean> onEnd) {
        this.runtime = runtime;
        this.onEnd = onEnd;
    }

    /** Ends the fetch when its time is over; false if it is, so that nothing may answer it. */
    boolean expireIn(Duration timeLeft) {
        TransportException late = Failure.of(TransportException.Kind.TIMEOUT, "the attempt's deadline passed");
        if (timeLeft.isNegative() || timeLeft.isZero()) {
            fail(late);
            return false;
        }
        expiry = later(() -> fail(late), timeLeft);
        return true;
    }

    /** Answers after a delay. Rows are made, or the failure thrown, when the answer leaves. */
    void answerIn(Duration delay, Supplier<List<FeatureRow>> rows) {
        Runnable work = () -> execute(() -> {
            try {
                List<FeatureRow> made = rows.get();
                end(false, () -> complete(made));
            } catch (RuntimeException e) {
                end(false, () -> completeExceptionally(e));
            }
        });
        if (ended.get()) {
            return;
        }
        if (delay.isZero()) {
            work.run();
        } else {
            answer = later(work, delay);
        }
        if (ended.get()) {
            cancelTimers();
        }
    }

    void fail(TransportException failure) {
        execute(() -> end(false, () -> completeExceptionally(failure)));
    }

    private TaskScheduler.@Nullable Scheduled later(Runnable work, Duration delay) {
        try {
            return runtime.scheduler().schedule(work, delay.toNanos());
        } catch (RejectedExecutionException e) {
            fail(Failure.of(TransportException.Kind.CLOSED, "the client's scheduler is closed"));
            return null;
        }
    }

    /** On the client's executor; on this thread only if the client is closed and has none any more. */
    private void execute(Runnable work) {
        try {
            runtime.executor().execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }

    /** Books the end before anybody is told of it, so that who was told finds it booked. */
    private void end(boolean byCancel, Runnable tell) {
        if (ended.compareAndSet(false, true)) {
            cancelTimers();
            onEnd.accept(this, byCancel);
            tell.run();
        }
    }

    private void cancelTimers() {
        TaskScheduler.Scheduled deadline = expiry;
        if (deadline != null) {
            deadline.cancel();
        }
        TaskScheduler.Scheduled late = answer;
        if (late != null) {
            late.cancel();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        end(true, () -> super.cancel(mayInterruptIfRunning));
        return isCancelled();
    }
}
