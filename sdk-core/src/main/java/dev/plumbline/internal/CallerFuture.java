package dev.plumbline.internal;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an asynchronous caller holds. It completes on the callback executor, in the context of the call; its cancelling
 * ends this caller's wait and nothing else.
 */
final class CallerFuture<T> extends CompletableFuture<T> {
    private final ClientRuntime runtime;
    private final Context context;
    private final Runnable onLeave;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile TaskScheduler.@Nullable Scheduled timer;

    CallerFuture(ClientRuntime runtime, Context context, Runnable onLeave) {
        this.runtime = runtime;
        this.context = context;
        this.onLeave = onLeave;
    }

    /** Ends the wait after a time, by what {@code late} then tells: whether it was this that ended it. */
    void limit(Duration time, BooleanSupplier late) {
        timer = runtime.scheduler()
                .schedule(
                        () -> {
                            if (late.getAsBoolean()) {
                                leave();
                            }
                        },
                        time.toNanos());
        if (ending.get() || isDone()) {
            cancelTimer();
        }
    }

    /** Ends the wait, unless it has ended; says whether this call did. */
    boolean finish(@Nullable T value, @Nullable Throwable failure) {
        if (isDone() || !ending.compareAndSet(false, true)) {
            return false;
        }
        end(value, failure);
        return true;
    }

    /** Ends the wait by what is then to be answered or thrown, unless it has ended; says whether this call did. */
    boolean finish(Supplier<T> answer) {
        if (isDone() || !ending.compareAndSet(false, true)) {
            return false;
        }
        T value = null;
        RuntimeException failure = null;
        try {
            value = answer.get();
        } catch (RuntimeException e) {
            failure = e;
        }
        end(value, failure);
        return true;
    }

    private void end(@Nullable T value, @Nullable Throwable failure) {
        cancelTimer();
        Runnable completion = context.wrap(() -> completeNow(value, failure));
        try {
            runtime.callbackExecutor().execute(completion);
        } catch (RuntimeException e) {
            // Refused: better here than never.
            completion.run();
        }
    }

    private void cancelTimer() {
        TaskScheduler.Scheduled limit = timer;
        if (limit != null) {
            limit.cancel();
        }
    }

    /** Gives up this caller's seat: once, however often and from wherever the wait is ended. */
    private void leave() {
        if (left.compareAndSet(false, true)) {
            onLeave.run();
        }
    }

    @SuppressWarnings("NullAway") // a future completes with a value exactly if there is no failure
    private void completeNow(@Nullable T value, @Nullable Throwable failure) {
        if (failure != null) {
            completeExceptionally(failure);
        } else {
            complete(value);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            cancelTimer();
            leave();
        }
        return cancelled;
    }
}
