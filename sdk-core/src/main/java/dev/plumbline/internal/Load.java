package dev.plumbline.internal;

import dev.plumbline.FeatureException;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.runtime.TaskScheduler;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries the flights that one call started: far tier, then origin for exactly what is missing there. Every flight is
 * settled by the load's deadline, whatever the tiers and the transport do.
 */
final class Load {
    /** How long after a row that was too old the origin is asked again. */
    private static final long AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    /** How often a row that is known to exist is asked for again, each time after twice as long. */
    private static final int MOST_REPEATS = 5;

    private final ViewReader reader;
    private final List<Flight> flights;
    private final long deadlineNanos;
    private final Duration deadline;
    private final Context context;
    private final AtomicInteger unsettled;
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private volatile TaskScheduler.@Nullable Scheduled timer;
    private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();

    Load(ViewReader reader, List<Flight> flights, Duration deadline, Context context) {
        this.reader = reader;
        this.flights = flights;
        this.deadline = deadline;
        this.deadlineNanos = reader.runtime().ticker().nanos() + deadline.toNanos();
        this.context = context;
        this.unsettled = new AtomicInteger(flights.size());
        flights.forEach(flight -> flight.boarded(this));
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    Context context() {
        return context;
    }

    void start() {
        // First, so that the load is forgotten again even if it ends here.
        reader.began(this);
        try {
            timer = reader.runtime().scheduler().schedule(this::expire, deadline.toNanos());
        } catch (RejectedExecutionException e) {
            // The client was closed after this read had begun.
            close(Failures.closed(reader.runtime().clientName()));
            return;
        }
        try {
            FarReads far = reader.far();
            List<Flight> past = far == null ? flights : those(Flight::skipsFar);
            if (far != null && past.size() < flights.size()) {
                List<Flight> through = past.isEmpty() ? flights : those(flight -> !flight.skipsFar());
                new FarLookup(this, reader, far).start(through);
            }
            if (!past.isEmpty()) {
                fetch(past);
            }
        } catch (RuntimeException e) {
            flights.forEach(flight -> onFailure(flight, e));
        }
    }

    private List<Flight> those(Predicate<Flight> which) {
        return flights.stream().filter(which).toList();
    }

    /** Ends a flight with a row of the far tier that needs no renewal. */
    void onFarRow(Flight flight, FeatureRow row, long nowMicros) {
        if (flight.settle()) {
            if (reader.mayStore(row)) {
                reader.publish(flight, row, () -> {});
            } else {
                reader.remove(flight);
            }
            flight.answer().complete(reader.asFar(row, nowMicros));
            ended();
        }
    }

    /** Ends a flight that was answered with an old row which another process renews. */
    void rest(Flight flight) {
        if (flight.settle()) {
            reader.rest(flight);
            ended();
        }
    }

    /** Does the same on a thread that may call a transport. */
    void fetchElsewhere(List<Flight> wanted) {
        try {
            reader.runtime().executor().execute(() -> fetchSafely(wanted));
        } catch (RejectedExecutionException e) {
            close(Failures.closed(reader.runtime().clientName()));
        }
    }

    private void fetchSafely(List<Flight> wanted) {
        try {
            fetch(wanted);
        } catch (RuntimeException e) {
            wanted.forEach(flight -> onFailure(flight, e));
        }
    }

    /** Reads rows from the origin. */
    void fetch(List<Flight> wanted) {
        if (wanted.size() == 1 && !wanted.get(0).terms().asksForVersion()) {
            reader.merger().submit(new Batch.Member(this, wanted.get(0)));
            return;
        }
        List<Flight> left = wanted;
        while (!left.isEmpty()) {
            ReadTerms terms = left.get(0).sent();
            List<Batch.Member> together = new ArrayList<>(left.size());
            List<Flight> others = new ArrayList<>(0);
            for (Flight flight : left) {
                if (flight.sent().leavesWith(terms)) {
                    together.add(new Batch.Member(this, flight));
                } else {
                    others.add(flight);
                }
            }
            reader.merger().sendNow(together);
            left = others;
        }
    }

    /** Sends a batch that is one already, of this load and others, on a thread that may call a transport. */
    void sendElsewhere(List<Batch.Member> members) {
        try {
            reader.runtime().executor().execute(() -> reader.merger().sendNow(members));
        } catch (RejectedExecutionException e) {
            FeatureException closed = Failures.closed(reader.runtime().clientName());
            members.forEach(member -> member.load().close(closed));
        }
    }

    /** Says how long the origin took for rows of this load. */
    void originTook(long nanos) {
        reader.originTimes().record(nanos);
    }

    /** Tells the load of a batch that carries it, so that it can be given up. */
    void boarded(Batch carrier) {
        batches.add(carrier);
        if (givenUp.get()) {
            releaseAll();
        }
    }

    boolean wants(Flight flight) {
        return !flight.isSettled();
    }

    /** Takes what the origin has answered; says whether the primary is to be asked as well. */
    boolean onRow(Flight flight, FeatureRow row) {
        if (row.status() == RowStatus.ERROR) {
            onFailure(flight, row.cause().orElseThrow());
        } else if (isMissing(row) && !flight.isSettled() && flight.turnToPrimary()) {
            reader.repeats().ofPrimary().increment();
            return true;
        } else if (flight.terms().asksForVersion() && row.dataVersion() < flight.minVersion()) {
            onOlderRow(flight, row);
        } else if (isMissing(row) && flight.terms().expectsFound()) {
            onRowNotThereYet(flight, row);
        } else {
            take(flight, row);
        }
        return false;
    }

    /** Whether the origin does not have the row, though it may have put another in its place. */
    private static boolean isMissing(FeatureRow row) {
        return row.status() == RowStatus.NOT_FOUND || row.freshness() == Freshness.FALLBACK;
    }

    private void take(Flight flight, FeatureRow row) {
        if (!flight.settle()) {
            return;
        }
        reader.loaded(row);
        boolean isForItsReaders = reader.isOfNoUseToOthers(flight, row);
        if (flight.isStorable() && !isForItsReaders && reader.mayStore(row)) {
            reader.publish(flight, row, () -> fillFar(flight, row));
        } else {
            reader.remove(flight);
            if (isForItsReaders) {
                releaseFar(flight);
            }
        }
        flight.answer().complete(row);
        ended();
    }

    /** Gives back the lease on a row that nobody is going to find in the far tier; an old row is gone with it. */
    private void releaseFar(Flight flight) {
        FarReads far = reader.far();
        if (far != null && flight.fillFar && flight.leaseToken != null) {
            CompletableFuture<Boolean> unused = far.invalidate(flight.key());
        }
    }

    /** A replica may lag behind, or not have the row yet: it is asked again until the read's deadline. */
    private void onOlderRow(Flight flight, FeatureRow row) {
        if (!isMissing(row) && row.dataVersion() == FeatureRow.UNKNOWN_VERSION) {
            if (flight.sent().preference() == ReadPreference.PRIMARY) {
                // Which has every version that there is.
                take(flight, row);
                return;
            }
            onFailure(flight, Failures.unversioned(reader.view()));
            return;
        }
        try {
            reader.runtime()
                    .scheduler()
                    .schedule(() -> askAgain(flight, reader.repeats().ofVersion()), AGAIN_NANOS);
        } catch (RejectedExecutionException e) {
            // The client is closed, and that ends the flight.
        }
    }

    /** A row that is known to exist is asked for a few times more, as long as there is time. */
    private void onRowNotThereYet(Flight flight, FeatureRow row) {
        flight.notFound = row;
        long pause = AGAIN_NANOS << flight.repeats;
        if (flight.repeats == MOST_REPEATS
                || deadlineNanos - reader.runtime().ticker().nanos() - pause <= 0) {
            endNotFound(flight, row);
            return;
        }
        flight.repeats++;
        try {
            reader.runtime()
                    .scheduler()
                    .schedule(() -> askAgain(flight, reader.repeats().ofNotFound()), pause);
        } catch (RejectedExecutionException e) {
            // The client is closed, and that ends the flight.
        }
    }

    private void askAgain(Flight flight, LongAdder counter) {
        if (!flight.isSettled()) {
            counter.increment();
            fetchElsewhere(List.of(flight));
        }
    }

    /** Ends a flight whose row was not found although it is known to exist: that is the answer, and it is not kept. */
    private void endNotFound(Flight flight, FeatureRow row) {
        if (flight.settle()) {
            reader.loaded(row);
            reader.remove(flight);
            releaseFar(flight);
            flight.answer().complete(row);
            ended();
        }
    }

    private void fillFar(Flight flight, FeatureRow row) {
        FarReads far = reader.far();
        if (far != null && flight.fillFar) {
            CompletableFuture<FarTier.FillOutcome> fill = far.fill(
                    flight.key(), flight.leaseToken, row, reader.rules().ttl(row));
            if (flight.isSticky()) {
                // Somebody was quicker, perhaps with what a replica had.
                fill.thenAccept(outcome -> {
                    if (outcome == FarTier.FillOutcome.REFUSED) {
                        CompletableFuture<Boolean> unused = far.invalidate(flight.key());
                    }
                });
            }
        }
    }

    void onFailure(Flight flight, Throwable thrown) {
        FeatureRow notFound = flight.notFound;
        if (notFound != null) {
            endNotFound(flight, notFound);
            return;
        }
        if (flight.settle()) {
            FeatureException failure = Failures.of(reader.view(), deadline, thrown);
            FeatureRow old = reader.failed(flight, failure);
            if (old != null) {
                flight.answer().complete(old);
            } else {
                flight.answer().completeExceptionally(failure);
            }
            ended();
        }
    }

    private void expire() {
        flights.forEach(flight -> onFailure(
                flight, Failures.timeout(reader.view(), deadline, "the read's deadline", flight.minVersion())));
        giveUp();
    }

    /** Nobody waits for the flight, and nobody would find its row in a cache. */
    void abandon(Flight flight) {
        if (flight.settle()) {
            reader.remove(flight);
            flight.answer().cancel(false);
            ended();
            if (unsettled.get() == 0) {
                giveUp();
            }
        }
    }

    /** Ends the load with the client. */
    void close(FeatureException failure) {
        for (Flight flight : flights) {
            if (flight.settle()) {
                reader.remove(flight);
                flight.answer().completeExceptionally(failure);
                ended();
            }
        }
        giveUp();
    }

    private void giveUp() {
        givenUp.set(true);
        releaseAll();
    }

    private void releaseAll() {
        for (Batch carrier = batches.poll(); carrier != null; carrier = batches.poll()) {
            carrier.release();
        }
    }

    private void ended() {
        if (unsettled.decrementAndGet() > 0) {
            return;
        }
        reader.ended(this);
        TaskScheduler.Scheduled scheduled = timer;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }
}
