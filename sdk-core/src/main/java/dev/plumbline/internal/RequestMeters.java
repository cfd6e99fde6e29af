package dev.plumbline.internal;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts and times calls. Every meter is made at build; a near hit only adds to an adder.
 */
final class RequestMeters {
    static final List<String> ERRORS = List.of("timeout", "unavailable", "rejected", "request", "protocol", "other");

    private final MeterRegistry registry;
    private final String client;
    private final Map<Operation, Map<Outcome, LongAdder>> counts = new EnumMap<>(Operation.class);
    private final Map<Operation, Map<Outcome, Timer>> durations = new EnumMap<>(Operation.class);
    private final Map<Operation, List<LongAdder>> errorCounts = new EnumMap<>(Operation.class);
    private final Map<Operation, List<Timer>> errorDurations = new EnumMap<>(Operation.class);
    private final LongAdder getHits;

    RequestMeters(MeterRegistry registry, String client) {
        this.registry = registry;
        this.client = client;
        for (Operation operation : Operation.values()) {
            Map<Outcome, LongAdder> adders = new EnumMap<>(Outcome.class);
            Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
            List<LongAdder> errors = new ArrayList<>();
            List<Timer> errorTimers = new ArrayList<>();
            for (Outcome outcome : Outcome.values()) {
                if (outcome == Outcome.ERROR) {
                    for (String error : ERRORS) {
                        errors.add(counter(operation, outcome, error));
                        errorTimers.add(timer(operation, outcome, error));
                    }
                } else {
                    adders.put(outcome, counter(operation, outcome, TelemetryNames.NONE));
                    timers.put(outcome, timer(operation, outcome, TelemetryNames.NONE));
                }
            }
            counts.put(operation, adders);
            durations.put(operation, timers);
            errorCounts.put(operation, errors);
            errorDurations.put(operation, errorTimers);
        }
        this.getHits = adder(Operation.GET, Outcome.SUCCESS);
    }

    private LongAdder counter(Operation operation, Outcome outcome, String error) {
        LongAdder adder = new LongAdder();
        FunctionCounter.builder(TelemetryNames.REQUESTS, adder, LongAdder::sum)
                .description("Calls, near hits included")
                .tags(tags(operation, outcome, error))
                .register(registry);
        return adder;
    }

    private Timer timer(Operation operation, Outcome outcome, String error) {
        return Timer.builder(TelemetryNames.REQUEST_DURATION)
                .description("How long calls took that the near tier could not answer")
                .tags(tags(operation, outcome, error))
                .serviceLevelObjectives(TelemetryNames.BUCKETS)
                .register(registry);
    }

    private String[] tags(Operation operation, Outcome outcome, String error) {
        return new String[] {
            TelemetryNames.CLIENT,
            client,
            TelemetryNames.OPERATION,
            operation.tag,
            TelemetryNames.OUTCOME,
            outcome.tag,
            TelemetryNames.ERROR,
            error
        };
    }

    /** The hottest counter of all. */
    void nearHit() {
        getHits.increment();
    }

    void count(Operation operation, Outcome outcome, String error) {
        if (outcome == Outcome.ERROR) {
            of(errorCounts, operation).get(index(error)).increment();
        } else {
            adder(operation, outcome).increment();
        }
    }

    void record(Operation operation, Outcome outcome, String error, long nanos) {
        count(operation, outcome, error);
        if (outcome == Outcome.ERROR) {
            of(errorDurations, operation).get(index(error)).record(nanos, TimeUnit.NANOSECONDS);
        } else {
            of(of(durations, operation), outcome).record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private LongAdder adder(Operation operation, Outcome outcome) {
        return of(of(counts, operation), outcome);
    }

    private static int index(String error) {
        int index = ERRORS.indexOf(error);
        return index < 0 ? ERRORS.size() - 1 : index;
    }

    private static <K, V> V of(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("no meter for " + key);
        }
        return value;
    }
}
