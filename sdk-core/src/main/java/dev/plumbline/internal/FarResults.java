package dev.plumbline.internal;

import java.util.concurrent.atomic.LongAdder;

/** Counts what became of the rows that were looked for in the far tier. Thread-safe. */
final class FarResults {
    private final LongAdder hits;
    private final LongAdder stale;
    private final LongAdder negatives;
    private final LongAdder misses;
    private final LongAdder errors;
    private final LongAdder waited;
    private final LongAdder impatient;

    FarResults(Telemetry telemetry) {
        this.hits = telemetry.cacheResult("far", "hit");
        this.stale = telemetry.cacheResult("far", "stale");
        this.negatives = telemetry.cacheResult("far", "negative");
        this.misses = telemetry.cacheResult("far", "miss");
        this.errors = telemetry.cacheResult("far", "error");
        this.waited = telemetry.leaseEvent("waited");
        this.impatient = telemetry.leaseEvent("timeout");
    }

    void hit() {
        hits.increment();
    }

    void stale() {
        stale.increment();
    }

    void negative() {
        negatives.increment();
    }

    void miss() {
        misses.increment();
    }

    void error() {
        errors.increment();
    }

    /** Rows that another process was loading. */
    void waited(int rows) {
        waited.add(rows);
    }

    /** Rows that another process did not load in time. */
    void impatient(int rows) {
        impatient.add(rows);
    }
}
