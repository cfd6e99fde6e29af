package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The far tier as the pipeline sees it: timed, and unable to fail. */
final class FarReads {
    private final FarTier tier;
    private final ClientRuntime runtime;
    private final Telemetry telemetry;
    private final FarResults results;
    private final Timer readTime;
    private final Timer readFailureTime;

    FarReads(FarTier tier, ClientRuntime runtime, Telemetry telemetry) {
        this.tier = tier;
        this.runtime = runtime;
        this.telemetry = telemetry;
        this.results = new FarResults(telemetry);
        this.readTime = telemetry.cacheTimer("get", "ok");
        this.readFailureTime = telemetry.cacheTimer("get", "error");
    }

    FarResults results() {
        return results;
    }

    /** Answers by the deadline, whatever the tier does; what it does not answer properly is an error, and so a miss. */
    CompletableFuture<List<FarRead>> readMany(
            List<CacheKey> keys, Duration lease, long deadlineNanos, Context context) {
        long start = runtime.ticker().nanos();
        return inTime(
                        keys.size(),
                        deadlineNanos - start,
                        context,
                        () -> tier.readMany(keys, lease, deadlineNanos),
                        FarRead.error())
                .thenApply(reads -> {
                    boolean failed = reads.get(0).outcome() == FarRead.Outcome.ERROR;
                    (failed ? readFailureTime : readTime)
                            .record(runtime.ticker().nanos() - start, TimeUnit.NANOSECONDS);
                    return reads;
                });
    }

    /** Says for each key whether this process is to renew it: yes, if the tier does not say. */
    CompletableFuture<List<Boolean>> claim(List<CacheKey> keys, Duration lease, long deadlineNanos, Context context) {
        long start = runtime.ticker().nanos();
        return inTime(
                keys.size(),
                deadlineNanos - start,
                context,
                () -> tier.claim(keys, lease, deadlineNanos),
                Boolean.TRUE);
    }

    private <T> CompletableFuture<List<T>> inTime(
            int size, long nanos, Context context, Supplier<CompletableFuture<List<T>>> call, T otherwise) {
        CompletableFuture<List<T>> answer = new CompletableFuture<>();
        try {
            CompletableFuture<List<T>> asked = answered(telemetry.isTracing() ? within(context, call) : call.get());
            if (asked.isDone()) {
                asked.whenComplete((all, thrown) -> answer.complete(proper(all, size, otherwise)));
                return answer;
            }
            TaskScheduler.Scheduled late = runtime.scheduler()
                    .schedule(() -> answer.complete(Collections.nCopies(size, otherwise)), Math.max(0, nanos));
            asked.whenComplete((all, thrown) -> {
                late.cancel();
                answer.complete(proper(all, size, otherwise));
            });
        } catch (RuntimeException e) {
            // The tier threw, or the client was closed meanwhile.
            answer.complete(Collections.nCopies(size, otherwise));
        }
        return answer;
    }

    private static <T> CompletableFuture<T> answered(@Nullable CompletableFuture<T> answer) {
        return Objects.requireNonNull(answer, "no future");
    }

    private static <T> T within(Context context, Supplier<T> call) {
        try (Scope scope = context.makeCurrent()) {
            Objects.requireNonNull(scope, "scope");
            return call.get();
        }
    }

    private static <T> List<T> proper(@Nullable List<T> answers, int size, T otherwise) {
        if (answers == null || answers.size() != size) {
            return Collections.nCopies(size, otherwise);
        }
        for (T answer : answers) {
            if (answer == null) {
                return Collections.nCopies(size, otherwise);
            }
        }
        return answers;
    }

    /** Stores a row; completes normally, whatever the tier does. */
    CompletableFuture<FarTier.FillOutcome> fill(
            CacheKey key, @Nullable Object leaseToken, FeatureRow row, Duration ttl) {
        long start = runtime.ticker().nanos();
        CompletableFuture<FarTier.FillOutcome> fill;
        try {
            fill = answered(tier.fill(key, leaseToken, row, ttl));
        } catch (RuntimeException e) {
            fill = CompletableFuture.failedFuture(e);
        }
        return fill.handle((outcome, thrown) -> {
            FarTier.FillOutcome known = thrown == null && outcome != null ? outcome : FarTier.FillOutcome.FAILED;
            telemetry.cacheOperation(
                    "set",
                    switch (known) {
                        case STORED -> "ok";
                        case REFUSED -> "refused";
                        case DROPPED -> "dropped";
                        case FAILED -> "error";
                    },
                    start);
            return known;
        });
    }

    /** Removes a row; completes normally, with whether it is certain that it is gone. */
    CompletableFuture<Boolean> invalidate(CacheKey key) {
        return certain("delete", () -> tier.invalidate(key));
    }

    /** Removes all rows; completes normally, with whether it is certain that they are gone. */
    CompletableFuture<Boolean> flush() {
        return certain("flush", tier::flush);
    }

    private CompletableFuture<Boolean> certain(String operation, Supplier<CompletableFuture<Boolean>> call) {
        long start = runtime.ticker().nanos();
        CompletableFuture<Boolean> removal;
        try {
            removal = answered(call.get());
        } catch (RuntimeException e) {
            removal = CompletableFuture.failedFuture(e);
        }
        return removal.handle((certain, thrown) -> {
            boolean done = thrown == null && Boolean.TRUE.equals(certain);
            telemetry.cacheOperation(operation, done ? "ok" : "error", start);
            return done;
        });
    }

    @Override
    public String toString() {
        return tier.toString();
    }
}
