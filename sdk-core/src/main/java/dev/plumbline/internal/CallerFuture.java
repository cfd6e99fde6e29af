package dev.plumbline.internal;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
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
    private volatile TaskScheduler.@Nullable Scheduled timer;

    CallerFuture(ClientRuntime runtime, Context context, Runnable onLeave) {
        this.runtime = runtime;
        this.context = context;
        this.onLeave = onLeave;
    }

    /** Ends the wait after a time, with what {@code late} then says. */
    void limit(Duration time, Supplier<? extends Throwable> late) {
        timer = runtime.scheduler()
                .schedule(
                        () -> {
                            if (!isDone()) {
                                onLeave.run();
                                finish(null, late.get());
                            }
                        },
                        time.toNanos());
    }

    void finish(@Nullable T value, @Nullable Throwable failure) {
        TaskScheduler.Scheduled limit = timer;
        if (limit != null) {
            limit.cancel();
        }
        Runnable completion = context.wrap(() -> completeNow(value, failure));
        try {
            runtime.callbackExecutor().execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run();
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
            TaskScheduler.Scheduled limit = timer;
            if (limit != null) {
                limit.cancel();
            }
            onLeave.run();
        }
        return cancelled;
    }
}
