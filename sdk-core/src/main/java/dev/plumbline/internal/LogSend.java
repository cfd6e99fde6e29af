package dev.plumbline.internal;

import dev.plumbline.log.SendResult;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.transport.TransportException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Some events on their way to a sink, with the attempts that it takes. Thread-safe. */
final class LogSend<E> {
    private static final long BASE_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MOST_DOUBLINGS = 5;

    private final EventLog<E> log;
    private List<LogEntry<E>> left;
    private int attempt;
    private boolean underWay;
    private boolean done;
    private @Nullable CompletableFuture<SendResult> answer;
    private TaskScheduler.@Nullable Scheduled timer;

    LogSend(EventLog<E> log, List<LogEntry<E>> batch) {
        this.log = log;
        this.left = batch;
    }

    /** Makes an attempt. */
    void start() {
        List<LogEntry<E>> batch;
        int number;
        synchronized (this) {
            if (done) {
                return;
            }
            batch = left;
            number = ++attempt;
            underWay = true;
        }
        Span span = log.telemetry().startLogBatch(log.name(), batch);
        CompletableFuture<SendResult> future = send(batch, span);
        if (!future.isDone()) {
            limit(future, number, span);
        }
        var unused = future.whenComplete((result, thrown) -> settle(number, result, thrown, span));
    }

    private CompletableFuture<SendResult> send(List<LogEntry<E>> batch, Span span) {
        List<E> events = batch.stream().map(LogEntry::event).toList();
        try {
            return Objects.requireNonNull(
                    Context.root()
                            .with(span)
                            .wrapSupplier(() -> log.sink().send(events))
                            .get(),
                    "no future");
        } catch (Throwable e) {
            // Whatever a sink does, its events come to an end and the next ones leave.
            return CompletableFuture.failedFuture(e);
        }
    }

    private void limit(CompletableFuture<SendResult> future, int number, Span span) {
        TaskScheduler.Scheduled scheduled;
        try {
            scheduled = log.runtime()
                    .scheduler()
                    .schedule(
                            () -> late(future, number, span),
                            log.settings().sendTimeout().toNanos());
        } catch (RuntimeException e) {
            // The client's threads have ended, and the log with them.
            late(future, number, span);
            return;
        }
        boolean over;
        synchronized (this) {
            over = done || attempt != number || !underWay;
            if (!over) {
                answer = future;
                timer = scheduled;
            }
        }
        if (over) {
            scheduled.cancel();
            future.cancel(true);
        }
    }

    private void late(CompletableFuture<SendResult> future, int number, Span span) {
        settle(
                number,
                null,
                new TransportException(
                        TransportException.Kind.TIMEOUT,
                        "timeout",
                        "the sink has not answered in " + log.settings().sendTimeout(),
                        null),
                span);
        future.cancel(true);
    }

    private void settle(int number, @Nullable SendResult result, @Nullable Throwable thrown, Span span) {
        long wait = 0;
        TaskScheduler.Scheduled over;
        boolean again;
        synchronized (this) {
            if (done || number != attempt || !underWay) {
                span.end();
                return;
            }
            underWay = false;
            over = timer;
            timer = null;
            answer = null;
            List<LogEntry<E>> failed = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                Throwable failure = thrown != null ? thrown : failure(result, i);
                if (failure == null) {
                    log.sent(left.get(i));
                    continue;
                }
                Throwable root = LogFailures.root(failure);
                long least = LogFailures.waitNanos(root);
                if (least == LogFailures.NEVER || attempt >= log.settings().maxAttempts()) {
                    log.failed(left.get(i), root);
                } else {
                    failed.add(left.get(i));
                    wait = Math.max(wait, least);
                }
            }
            left = failed;
            again = !failed.isEmpty();
            done = !again;
        }
        span.end();
        if (over != null) {
            over.cancel();
        }
        if (again) {
            startAfter(Math.max(wait, delay(number)));
        } else {
            log.finished(this);
        }
    }

    private static @Nullable Throwable failure(@Nullable SendResult result, int index) {
        if (result == null) {
            return new IllegalStateException("the sink answered null");
        }
        return result.failure(index).orElse(null);
    }

    /** From a half to the whole of 100 ms, doubled for each attempt. */
    private long delay(int number) {
        long most = BASE_DELAY_NANOS << Math.min(number - 1, MOST_DOUBLINGS);
        return (long) (most * (0.5 + log.runtime().random().getAsDouble() / 2));
    }

    private void startAfter(long nanos) {
        try {
            TaskScheduler.Scheduled scheduled = log.runtime().scheduler().schedule(this::startOnExecutor, nanos);
            synchronized (this) {
                if (!underWay) {
                    timer = scheduled;
                }
            }
        } catch (RuntimeException e) {
            abandon();
        }
    }

    private void startOnExecutor() {
        try {
            log.runtime().executor().execute(this::start);
        } catch (RuntimeException e) {
            startAfter(BASE_DELAY_NANOS);
        }
    }

    /** Gives up: what has not been answered counts as dropped. */
    void abandon() {
        CompletableFuture<SendResult> pending;
        TaskScheduler.Scheduled due;
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
            pending = answer;
            due = timer;
            left.forEach(log::leftOver);
        }
        if (due != null) {
            due.cancel();
        }
        if (pending != null) {
            pending.cancel(true);
        }
        log.finished(this);
    }
}
