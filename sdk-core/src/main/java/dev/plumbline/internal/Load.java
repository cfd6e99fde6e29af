package dev.plumbline.internal;

import dev.plumbline.FeatureException;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.FeatureRow;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries the flights that one call started: far tier, then origin for exactly what is missing there. Every flight is
 * settled by the load's deadline, whatever the tiers and the transport do.
 */
final class Load {
    /** How long after a row that was too old the origin is asked again. */
    private static final long AGAIN_NANOS = Duration.ofMillis(20).toNanos();

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
            reader.publish(flight, row, () -> {});
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
        if (wanted.size() == 1 && wanted.get(0).minVersion() == FeatureRow.UNKNOWN_VERSION) {
            reader.merger().submit(new Batch.Member(this, wanted.get(0)));
            return;
        }
        List<Batch.Member> members = new ArrayList<>(wanted.size());
        for (Flight flight : wanted) {
            members.add(new Batch.Member(this, flight));
        }
        reader.merger().sendNow(members);
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

    void onRow(Flight flight, FeatureRow row) {
        if (row.status() == RowStatus.ERROR) {
            onFailure(flight, row.cause().orElseThrow());
            return;
        }
        if (flight.minVersion() != FeatureRow.UNKNOWN_VERSION && row.dataVersion() < flight.minVersion()) {
            onOlderRow(flight, row);
            return;
        }
        if (!flight.settle()) {
            return;
        }
        reader.loaded(row);
        if (flight.isStorable() && reader.rules().isCacheable(row)) {
            reader.publish(flight, row, () -> fillFar(flight, row));
        } else {
            reader.remove(flight);
        }
        flight.answer().complete(row);
        ended();
    }

    /** A replica may lag behind, or not have the row yet: it is asked again until the read's deadline. */
    private void onOlderRow(Flight flight, FeatureRow row) {
        if (row.status() == RowStatus.PRESENT && row.dataVersion() == FeatureRow.UNKNOWN_VERSION) {
            onFailure(flight, Failures.unversioned(reader.view()));
            return;
        }
        try {
            reader.runtime().scheduler().schedule(() -> askAgain(flight), AGAIN_NANOS);
        } catch (RejectedExecutionException e) {
            // The client is closed, and that ends the flight.
        }
    }

    private void askAgain(Flight flight) {
        if (!flight.isSettled()) {
            fetchElsewhere(List.of(flight));
        }
    }

    private void fillFar(Flight flight, FeatureRow row) {
        FarReads far = reader.far();
        if (far != null && flight.fillFar) {
            CompletableFuture<FarTier.FillOutcome> unused = far.fill(
                    flight.key(), flight.leaseToken, row, reader.rules().ttl(row));
        }
    }

    void onFailure(Flight flight, Throwable thrown) {
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
