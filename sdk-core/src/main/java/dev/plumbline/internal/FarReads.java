package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.TaskScheduler;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The far tier as the pipeline sees it: timed, counted, and unable to fail. */
final class FarReads {
    private final FarTier tier;
    private final ClientRuntime runtime;
    private final Telemetry telemetry;
    private final LongAdder hits;
    private final LongAdder misses;
    private final LongAdder errors;

    FarReads(FarTier tier, ClientRuntime runtime, Telemetry telemetry) {
        this.tier = tier;
        this.runtime = runtime;
        this.telemetry = telemetry;
        this.hits = telemetry.cacheResult("far", "hit");
        this.misses = telemetry.cacheResult("far", "miss");
        this.errors = telemetry.cacheResult("far", "error");
    }

    /** Answers by the deadline, whatever the tier does; what it does not answer properly is an error, and so a miss. */
    CompletableFuture<List<FarRead>> readMany(List<CacheKey> keys, long deadlineNanos) {
        long start = runtime.ticker().nanos();
        CompletableFuture<List<FarRead>> answer = new CompletableFuture<>();
        TaskScheduler.Scheduled late =
                runtime.scheduler().schedule(() -> answer.complete(errors(keys)), Math.max(0, deadlineNanos - start));
        try {
            tier.readMany(keys, Duration.ofSeconds(1), deadlineNanos).whenComplete((reads, thrown) -> {
                late.cancel();
                answer.complete(isProper(reads, keys) ? reads : errors(keys));
            });
        } catch (RuntimeException e) {
            late.cancel();
            answer.complete(errors(keys));
        }
        return answer.thenApply(reads -> {
            boolean failed = reads.get(0).outcome() == FarRead.Outcome.ERROR;
            telemetry.cacheOperation("get", failed ? "error" : "ok", start);
            reads.forEach(this::count);
            return reads;
        });
    }

    private static boolean isProper(@Nullable List<FarRead> reads, List<CacheKey> keys) {
        return reads != null && reads.size() == keys.size() && reads.stream().noneMatch(Objects::isNull);
    }

    private static List<FarRead> errors(List<CacheKey> keys) {
        return Collections.nCopies(keys.size(), FarRead.error());
    }

    private void count(FarRead read) {
        (switch (read.outcome()) {
                    case HIT -> hits;
                    case MISS, WAIT -> misses;
                    case ERROR -> errors;
                })
                .increment();
    }

    void fill(CacheKey key, @Nullable Object leaseToken, FeatureRow row, Duration ttl) {
        long start = runtime.ticker().nanos();
        CompletableFuture<FarTier.FillOutcome> fill;
        try {
            fill = tier.fill(key, leaseToken, row, ttl);
        } catch (RuntimeException e) {
            fill = CompletableFuture.failedFuture(e);
        }
        fill.whenComplete((outcome, thrown) -> telemetry.cacheOperation(
                "set",
                thrown != null
                        ? "error"
                        : switch (outcome) {
                            case STORED -> "ok";
                            case REFUSED -> "refused";
                            case DROPPED -> "dropped";
                            case FAILED -> "error";
                        },
                start));
    }

    CompletableFuture<Boolean> invalidate(CacheKey key) {
        long start = runtime.ticker().nanos();
        CallerFuture<Boolean> answer = new CallerFuture<>(runtime, Context.current(), () -> {});
        CompletableFuture<Boolean> invalidation;
        try {
            invalidation = tier.invalidate(key);
        } catch (RuntimeException e) {
            invalidation = CompletableFuture.failedFuture(e);
        }
        invalidation.whenComplete((certain, thrown) -> {
            boolean done = thrown == null && Boolean.TRUE.equals(certain);
            telemetry.cacheOperation("delete", done ? "ok" : "error", start);
            answer.finish(done, null);
        });
        return answer;
    }

    @Override
    public String toString() {
        return tier.toString();
    }
}
