package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
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

    CompletableFuture<List<FarRead>> readMany(List<CacheKey> keys, long deadlineNanos) {
        long start = runtime.ticker().nanos();
        CompletableFuture<List<FarRead>> reads;
        try {
            reads = tier.readMany(keys, true, deadlineNanos);
        } catch (RuntimeException e) {
            reads = CompletableFuture.failedFuture(e);
        }
        return reads.handle((answers, thrown) -> {
            boolean failed = thrown != null || answers.size() != keys.size();
            telemetry.cacheOperation("get", failed ? "error" : "ok", start);
            List<FarRead> safe = failed ? Collections.nCopies(keys.size(), FarRead.error()) : answers;
            safe.forEach(this::count);
            return safe;
        });
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
        return tier.invalidate(key).handle((certain, thrown) -> {
            boolean done = thrown == null && certain;
            telemetry.cacheOperation("delete", done ? "ok" : "error", start);
            return done;
        });
    }

    @Override
    public String toString() {
        return tier.toString();
    }
}
