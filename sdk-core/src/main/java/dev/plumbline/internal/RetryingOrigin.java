package dev.plumbline.internal;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.policy.RetryPolicy;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Makes failed attempts again, with exponential backoff and full jitter.
 *
 * <p>The first attempt is direct; Failsafe begins where it failed: it is shown that failure as its first execution and
 * schedules what follows.
 */
final class RetryingOrigin implements Origin {
    /** An attempt with less time than this is not worth its load. */
    private static final long FLOOR_NANOS = 5_000_000;

    private final RetryPolicy policy;
    private final ClientRuntime runtime;
    private final Telemetry telemetry;
    private final FailsafeExecutor<List<FeatureRow>> failsafe;
    private final Origin next;

    private RetryingOrigin(RetryPolicy policy, ClientRuntime runtime, Telemetry telemetry, Origin next) {
        this.policy = policy;
        this.runtime = runtime;
        this.telemetry = telemetry;
        this.next = next;
        this.failsafe = Failsafe.with(dev.failsafe.RetryPolicy.<List<FeatureRow>>builder()
                        .withMaxAttempts(policy.maxAttempts())
                        .handleIf((value, thrown) -> thrown instanceof AttemptFailure failure && failure.isRetryable())
                        .withDelayFnOn(
                                context -> delay(context.getLastException(), context.getAttemptCount()),
                                AttemptFailure.class)
                        .build())
                .with(new FailsafeScheduler(runtime.scheduler()));
    }

    static Origin create(RetryPolicy policy, ClientRuntime runtime, Telemetry telemetry, Origin next) {
        return policy.maxAttempts() == 1 ? next : new RetryingOrigin(policy, runtime, telemetry, next);
    }

    /** What the target wishes, as it wishes it; else evenly from zero to base * 2^n, at most the cap. */
    private Duration delay(Throwable thrown, int attempts) {
        if (thrown instanceof AttemptFailure failure
                && failure.failure().retryAfter().isPresent()) {
            return failure.failure().retryAfter().get();
        }
        long cap = Math.min(policy.maxDelay().toNanos(), policy.baseDelay().toNanos() << Math.max(0, attempts - 1));
        return Duration.ofNanos((long) (runtime.random().getAsDouble() * (cap + 1)));
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(Call call, List<EntityKey> keys) {
        Read read = new Read(call, keys);
        read.attempt(1).whenComplete((rows, thrown) -> read.first(rows, thrown));
        return read;
    }

    /** One read and its attempts. Its cancelling reaches the attempt under way, and keeps the next from starting. */
    private final class Read extends CompletableFuture<List<FeatureRow>> {
        private final Call call;
        private final List<EntityKey> keys;
        private volatile CompletableFuture<List<FeatureRow>> current = new CompletableFuture<>();

        Read(Call call, List<EntityKey> keys) {
            this.call = call;
            this.keys = keys;
        }

        CompletableFuture<List<FeatureRow>> attempt(int number) {
            CompletableFuture<List<FeatureRow>> attempt = next.fetch(call.nextAttempt(number), keys);
            current = attempt;
            if (isCancelled()) {
                attempt.cancel(true);
            }
            return attempt;
        }

        void first(List<FeatureRow> rows, Throwable thrown) {
            if (thrown == null) {
                complete(rows);
                return;
            }
            Throwable failure = Failures.unwrap(thrown);
            if (!mayRetry(failure, 1)) {
                completeExceptionally(failure);
                return;
            }
            failsafe.getStageAsync(context -> context.isFirstAttempt()
                            ? CompletableFuture.failedFuture(failure)
                            : retry(context.getAttemptCount() + 1, context.getLastException()))
                    .whenComplete((answer, last) -> finish(answer, last));
        }

        private CompletableFuture<List<FeatureRow>> retry(int number, Throwable last) {
            if (isCancelled() || !hasTimeFor(Duration.ZERO)) {
                return CompletableFuture.failedFuture(new Final(last));
            }
            telemetry.retried(last);
            CompletableFuture<List<FeatureRow>> answer = new CompletableFuture<>();
            attempt(number).whenComplete((rows, thrown) -> {
                if (thrown == null) {
                    answer.complete(rows);
                } else {
                    Throwable failure = Failures.unwrap(thrown);
                    answer.completeExceptionally(mayRetry(failure, number) ? failure : new Final(failure));
                }
            });
            return answer;
        }

        private void finish(List<FeatureRow> rows, Throwable thrown) {
            if (thrown == null) {
                complete(rows);
                return;
            }
            Throwable failure = Failures.unwrap(thrown);
            completeExceptionally(failure instanceof Final end ? end.last : failure);
        }

        /** Whether to wait for another attempt, asked before the wait. */
        private boolean mayRetry(Throwable failure, int attempts) {
            if (!(failure instanceof AttemptFailure attempt) || !attempt.isRetryable()) {
                return false;
            }
            if (attempts >= policy.maxAttempts()) {
                telemetry.retrySuppressed("max_attempts");
                return false;
            }
            return hasTimeFor(attempt.failure().retryAfter().orElse(Duration.ZERO));
        }

        /** Whether an attempt after that wait would have time for an answer. */
        private boolean hasTimeFor(Duration wait) {
            long left = call.deadlineNanos() - runtime.ticker().nanos() - FLOOR_NANOS;
            boolean enough = Duration.ofNanos(left).compareTo(wait) >= 0;
            if (!enough) {
                telemetry.retrySuppressed("deadline");
            }
            return enough;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                current.cancel(true);
            }
            return cancelled;
        }
    }

    /** Ends the retries: the policy does not handle it. */
    private static final class Final extends RuntimeException {
        @java.io.Serial
        private static final long serialVersionUID = 1L;

        private final Throwable last;

        Final(Throwable last) {
            super(null, last, false, false);
            this.last = last;
        }
    }

    @Override
    public String toString() {
        return policy + " -> " + next;
    }
}
