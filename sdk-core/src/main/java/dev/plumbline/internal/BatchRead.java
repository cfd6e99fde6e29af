package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call for many keys: rows from memory at once, a flight for each distinct key of the rest. */
final class BatchRead {
    private final ViewReader reader;
    private final List<EntityKey> keys;
    private final @Nullable FeatureRow[] rows;
    private final @Nullable Flight[] flights;
    private final List<Flight> boarded = new ArrayList<>();
    private final ReadTerms terms;
    private final @Nullable Session session;
    private final Duration deadline;
    private final long endNanos;
    private @Nullable ReadScope scope;

    BatchRead(ViewReader reader, List<EntityKey> keys, ReadTerms terms, @Nullable Session session, Duration deadline) {
        this.reader = reader;
        this.keys = keys;
        this.rows = new FeatureRow[keys.size()];
        this.flights = new Flight[keys.size()];
        this.terms = terms;
        this.session = session;
        this.deadline = deadline;
        this.endNanos = reader.runtime().ticker().nanos() + deadline.toNanos();
    }

    /** Starts what has to be loaded before anybody waits; says whether there is anything to wait for. */
    boolean start(Telemetry telemetry) {
        Map<EntityKey, Integer> first = new HashMap<>(keys.size() * 2);
        List<Flight> started = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Integer earlier = first.putIfAbsent(keys.get(i), i);
            if (earlier != null) {
                rows[i] = rows[earlier];
                flights[i] = flights[earlier];
                continue;
            }
            ReadTerms own = reader.inSession(terms, session, keys.get(i));
            rows[i] = reader.nearHit(keys.get(i), own);
            if (rows[i] == null) {
                ReadScope open = scope;
                if (open == null) {
                    open = telemetry.startRead(Operation.GET_ALL, reader.view(), keys.size());
                    scope = open;
                }
                Flight flight = reader.board(keys.get(i), own, open, started);
                flights[i] = flight;
                boarded.add(flight);
            }
        }
        if (scope == null) {
            FeatureRows answer = answer();
            telemetry.requests().count(Operation.GET_ALL, Outcome.of(answer), TelemetryNames.NONE);
            return false;
        }
        reader.start(started, deadline, scope);
        return true;
    }

    FeatureRows await() throws InterruptedException {
        try {
            for (int i = 0; i < rows.length; i++) {
                Flight flight = flights[i];
                if (flight != null) {
                    rows[i] = await(flight);
                }
            }
        } catch (InterruptedException e) {
            boarded.forEach(Flight::leave);
            if (scope != null) {
                scope.fail(e);
            }
            throw e;
        }
        boarded.stream().filter(flight -> !flight.answer().isDone()).forEach(Flight::leave);
        return ended();
    }

    private FeatureRow await(Flight flight) throws InterruptedException {
        long left = endNanos - reader.runtime().ticker().nanos();
        try {
            return reader.fallbacks().instead(flight.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS), flight);
        } catch (ExecutionException e) {
            return failed(e.getCause() == null ? e : e.getCause(), flight);
        } catch (TimeoutException e) {
            return late(flight);
        }
    }

    CompletableFuture<FeatureRows> future() {
        ReadScope open = scope;
        if (open == null) {
            return CompletableFuture.completedFuture(answer());
        }
        CallerFuture<FeatureRows> future =
                new CallerFuture<>(reader.runtime(), open.caller(), () -> boarded.forEach(Flight::leave));
        CompletableFuture<?>[] answers = boarded.stream().map(Flight::answer).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(answers).whenComplete((done, thrown) -> future.finish(this::collect));
        long latest = reader.runtime().ticker().nanos() + deadline.toNanos();
        if (!boarded.stream().allMatch(flight -> flight.endsBy(latest))) {
            // What has not come by then is a failed row; what has come is kept.
            future.limit(deadline, () -> future.finish(this::collect));
        }
        future.whenComplete((answer, thrown) -> {
            if (answer != null) {
                open.end(answer);
            } else {
                open.fail(thrown);
            }
        });
        return future;
    }

    private FeatureRows collect() {
        @Nullable FeatureRow[] collected = rows.clone();
        for (int i = 0; i < collected.length; i++) {
            Flight flight = flights[i];
            if (flight != null) {
                collected[i] = flight.answer().isDone() ? now(flight) : late(flight);
            }
        }
        return answer(collected);
    }

    private FeatureRow now(Flight flight) {
        try {
            return reader.fallbacks().instead(flight.answer().join(), flight);
        } catch (RuntimeException e) {
            return failed(Failures.unwrap(e), flight);
        }
    }

    private FeatureRow late(Flight flight) {
        FeatureRow old = reader.outOfTime(flight);
        return old != null
                ? reader.fallbacks().instead(old, flight)
                : failed(Failures.timeout(reader.view(), deadline, "the call's deadline", flight.minVersion()), flight);
    }

    private FeatureRow failed(Throwable cause, Flight flight) {
        FeatureRow instead = reader.fallbacks().instead(cause, flight);
        return instead != null
                ? instead
                : FeatureRow.failed(reader.view(), cause, reader.runtime().nowMicros());
    }

    private FeatureRows ended() {
        FeatureRows answer = answer();
        if (scope != null) {
            scope.end(answer);
        }
        return answer;
    }

    FeatureRows answer() {
        return answer(rows);
    }

    private FeatureRows answer(@Nullable FeatureRow[] all) {
        List<FeatureRow> list = new ArrayList<>(all.length);
        for (FeatureRow row : all) {
            if (row == null) {
                throw new IllegalStateException("a key without a row");
            }
            list.add(row);
        }
        return FeatureRows.of(keys, list);
    }
}
