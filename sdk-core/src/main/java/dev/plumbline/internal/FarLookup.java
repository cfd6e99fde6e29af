package dev.plumbline.internal;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Looks for the rows of one load in the far tier. What is fresh there ends its flight. A row that is old is renewed by one
 * process, and a row that another process is loading is waited for, a little; all else goes to the origin, in one batch
 * for each answer of the tier.
 */
final class FarLookup {
    /** The tier may take this share of the time that is left, at most MOST_NANOS. */
    private static final int SHARE = 5;

    private static final long MOST_NANOS = Duration.ofMillis(50).toNanos();
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LAST_PAUSE_NANOS = Duration.ofMillis(40).toNanos();

    /** So many looks at a row that is waited for may fail in a row before it is loaded. */
    private static final int ERRORS_BORNE = 2;

    private final Load load;
    private final ViewReader reader;
    private final FarReads far;
    private final ClientRuntime runtime;
    private final Duration lease;

    FarLookup(Load load, ViewReader reader, FarReads far) {
        this.load = load;
        this.reader = reader;
        this.far = far;
        this.runtime = reader.runtime();
        this.lease = reader.originTimes().lease();
    }

    void start(List<Flight> flights) {
        CompletableFuture<List<FarRead>> reads = far.readMany(names(flights), lease, deadline(), load.context());
        if (reads.isDone()) {
            onFirst(flights, reads.join(), false);
        } else {
            reads.thenAccept(answers -> onFirst(flights, answers, true));
        }
    }

    private static List<CacheKey> names(List<Flight> flights) {
        if (flights.size() == 1) {
            return List.of(flights.get(0).key());
        }
        List<CacheKey> names = new ArrayList<>(flights.size());
        for (Flight flight : flights) {
            names.add(flight.key());
        }
        return names;
    }

    private long deadline() {
        long now = runtime.ticker().nanos();
        return now + Math.min((load.deadlineNanos() - now) / SHARE, MOST_NANOS);
    }

    /** Sorts the first answers. On a thread of the tier's the origin is called from another. */
    private void onFirst(List<Flight> flights, List<FarRead> reads, boolean onTiersThread) {
        Sorted sorted = new Sorted();
        long nowMicros = runtime.nowMicros();
        for (int i = 0; i < reads.size(); i++) {
            Flight flight = flights.get(i);
            FarRead read = reads.get(i);
            count(flight, read, nowMicros);
            if (!flight.isSettled()) {
                sort(flight, read, nowMicros, sorted);
            }
        }
        if (!sorted.missing.isEmpty()) {
            if (onTiersThread) {
                load.fetchElsewhere(sorted.missing);
            } else {
                load.fetch(sorted.missing);
            }
        }
        if (!sorted.old.isEmpty()) {
            claim(sorted.old);
        }
        if (!sorted.elsewhere.isEmpty()) {
            await(sorted.elsewhere);
        }
    }

    private void count(Flight flight, FarRead read, long nowMicros) {
        FeatureRow row = read.row();
        switch (read.outcome()) {
            case HIT -> {
                if (row != null && !flight.takesFar(row)) {
                    far.results().miss();
                } else if (row == null || !reader.rules().isFresh(row, nowMicros)) {
                    far.results().stale();
                } else if (row.status() == RowStatus.NOT_FOUND) {
                    far.results().negative();
                } else {
                    far.results().hit();
                }
            }
            case MISS, WAIT -> far.results().miss();
            case ERROR -> far.results().error();
        }
    }

    private void sort(Flight flight, FarRead read, long nowMicros, Sorted sorted) {
        flight.leaseToken = read.leaseToken();
        flight.fillFar = read.outcome() == FarRead.Outcome.MISS || read.outcome() == FarRead.Outcome.HIT;
        FeatureRow row = read.row();
        if (row == null ? flight.isSticky() : !flight.takesFar(row)) {
            // What the origin answers takes the place of just what was seen, be it the lease of one who may ask a
            // replica.
            flight.fillFar |= flight.leaseToken != null;
            sorted.missing.add(flight);
            return;
        }
        if (row == null) {
            (read.outcome() == FarRead.Outcome.WAIT ? sorted.elsewhere : sorted.missing).add(flight);
            return;
        }
        if (!reader.rules().isDue(flight.key(), row, nowMicros)) {
            load.onFarRow(flight, row, nowMicros);
            return;
        }
        flight.farCandidate = row;
        if (reader.rules().mayRevalidate(row, nowMicros)) {
            flight.answer().complete(reader.asFar(row, nowMicros));
        }
        sorted.old.add(flight);
    }

    /** Renews those rows that no other process renews already. */
    private void claim(List<Flight> old) {
        far.claim(names(old), lease, deadline(), load.context()).thenAccept(elected -> {
            List<Flight> mine = new ArrayList<>();
            List<Flight> elsewhere = new ArrayList<>();
            for (int i = 0; i < old.size(); i++) {
                Flight flight = old.get(i);
                if (flight.isSettled()) {
                    continue;
                }
                if (elected.get(i)) {
                    mine.add(flight);
                } else if (flight.answer().isDone()) {
                    load.rest(flight);
                } else {
                    elsewhere.add(flight);
                }
            }
            if (!mine.isEmpty()) {
                load.fetchElsewhere(mine);
            }
            if (!elsewhere.isEmpty()) {
                await(elsewhere);
            }
        });
    }

    /** Looks again and again, until the patience with another process is over. */
    private void await(List<Flight> flights) {
        far.results().waited(flights.size());
        pause(flights, patience(false));
    }

    private void pause(List<Flight> flights, Patience patience) {
        long spread = (long) (patience.pauseNanos * (0.5 + runtime.random().getAsDouble()));
        long left = patience.endNanos - runtime.ticker().nanos();
        try {
            runtime.scheduler().schedule(() -> again(flights, patience.next()), Math.max(1, Math.min(spread, left)));
        } catch (RejectedExecutionException e) {
            // The client is closed, and that ends the flights.
        }
    }

    private void again(List<Flight> flights, Patience patience) {
        List<Flight> left =
                flights.stream().filter(flight -> !flight.isSettled()).toList();
        if (left.isEmpty()) {
            return;
        }
        if (runtime.ticker().nanos() - patience.endNanos >= 0) {
            if (patience.isLast) {
                fetchForOneself(left);
            } else {
                far.results().impatient(left.size());
                succeed(left);
            }
            return;
        }
        far.readMany(names(left), lease, deadline(), load.context())
                .thenAccept(reads -> onAgain(left, reads, patience));
    }

    /** The process that was to load may have died: elects another, and waits once more where this one is not elected. */
    private void succeed(List<Flight> flights) {
        far.claim(names(flights), lease, deadline(), load.context()).thenAccept(elected -> {
            List<Flight> mine = new ArrayList<>();
            List<Flight> elsewhere = new ArrayList<>();
            for (int i = 0; i < flights.size(); i++) {
                Flight flight = flights.get(i);
                if (!flight.isSettled()) {
                    // In the place of just what was seen, be it another's lease.
                    flight.fillFar = flight.leaseToken != null;
                    (elected.get(i) ? mine : elsewhere).add(flight);
                }
            }
            if (!mine.isEmpty()) {
                load.fetchElsewhere(mine);
            }
            if (!elsewhere.isEmpty()) {
                pause(elsewhere, patience(true));
            }
        });
    }

    private void fetchForOneself(List<Flight> flights) {
        flights.forEach(flight -> flight.fillFar = false);
        load.fetchElsewhere(flights);
    }

    private Patience patience(boolean isLast) {
        long now = runtime.ticker().nanos();
        long half = (load.deadlineNanos() - now) / 2;
        return new Patience(now + Math.min(half, reader.originTimes().patienceNanos()), FIRST_PAUSE_NANOS, 0, isLast);
    }

    private void onAgain(List<Flight> flights, List<FarRead> reads, Patience patience) {
        Sorted sorted = new Sorted();
        long nowMicros = runtime.nowMicros();
        boolean anError = false;
        for (int i = 0; i < reads.size(); i++) {
            Flight flight = flights.get(i);
            FarRead read = reads.get(i);
            boolean isError = read.outcome() == FarRead.Outcome.ERROR;
            anError |= isError;
            if (flight.isSettled()) {
                continue;
            }
            if (isError && patience.errors < ERRORS_BORNE) {
                // Whoever loads it is still at it: one slow answer of the tier is no reason to load it as well.
                sorted.elsewhere.add(flight);
            } else {
                sort(flight, read, nowMicros, sorted);
            }
        }
        if (!sorted.missing.isEmpty()) {
            load.fetchElsewhere(sorted.missing);
        }
        for (Flight flight : sorted.old) {
            // Another process was elected to renew it and has not done so yet.
            if (flight.answer().isDone()) {
                load.rest(flight);
            } else {
                sorted.elsewhere.add(flight);
            }
        }
        if (!sorted.elsewhere.isEmpty()) {
            pause(sorted.elsewhere, patience.after(anError));
        }
    }

    /** How long to wait for another process, how long until the next look, and how many looks failed in a row. */
    private record Patience(long endNanos, long pauseNanos, int errors, boolean isLast) {
        Patience next() {
            return new Patience(endNanos, Math.min(LAST_PAUSE_NANOS, 2 * pauseNanos), errors, isLast);
        }

        Patience after(boolean anError) {
            return new Patience(endNanos, pauseNanos, anError ? errors + 1 : 0, isLast);
        }
    }

    /** What is to be done about each row that has not ended its flight. */
    private static final class Sorted {
        private final List<Flight> missing = new ArrayList<>(2);
        private final List<Flight> old = new ArrayList<>(0);
        private final List<Flight> elsewhere = new ArrayList<>(0);
    }
}
