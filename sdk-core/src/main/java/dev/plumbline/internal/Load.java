package dev.plumbline.internal;

import dev.plumbline.FeatureException;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.runtime.TaskScheduler;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Carries the flights that one call started: far tier, then origin for exactly what is missing there. Every flight is
 * settled by the load's deadline, whatever the tiers and the transport do.
 */
final class Load {
    /** The far tier may take this share of the time that is left, at most FAR_MAX. */
    private static final int FAR_SHARE = 5;

    private static final long FAR_MAX_NANOS = Duration.ofMillis(50).toNanos();

    private final ViewReader reader;
    private final List<Flight> flights;
    private final long deadlineNanos;
    private final Duration deadline;
    private final Context context;
    private final AtomicInteger unsettled;
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private volatile TaskScheduler.@Nullable Scheduled timer;
    private volatile @Nullable Batch batch;

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
        try {
            timer = reader.runtime().scheduler().schedule(this::expire, deadline.toNanos());
        } catch (RejectedExecutionException e) {
            // The client was closed after this read had begun.
            close(Failures.closed(reader.runtime().clientName()));
            return;
        }
        reader.began(this);
        try {
            if (reader.far() == null) {
                fetch(flights);
            } else {
                readFar(reader.far());
            }
        } catch (RuntimeException e) {
            flights.forEach(flight -> onFailure(flight, e));
        }
    }

    private void readFar(FarReads far) {
        long now = reader.runtime().ticker().nanos();
        long budget = Math.min((deadlineNanos - now) / FAR_SHARE, FAR_MAX_NANOS);
        List<CacheKey> keys = flights.stream().map(Flight::key).toList();
        far.readMany(keys, now + budget).thenAccept(this::onFar);
    }

    private void onFar(List<FarRead> reads) {
        List<Flight> missing = new ArrayList<>();
        long nowMicros = reader.runtime().nowMicros();
        for (int i = 0; i < reads.size(); i++) {
            Flight flight = flights.get(i);
            if (!flight.isSettled() && !answeredByFar(flight, reads.get(i), nowMicros)) {
                missing.add(flight);
            }
        }
        if (!missing.isEmpty()) {
            fetch(missing);
        }
    }

    private boolean answeredByFar(Flight flight, FarRead read, long nowMicros) {
        flight.leaseToken = read.leaseToken();
        flight.fillFar = read.outcome() == FarRead.Outcome.MISS || read.outcome() == FarRead.Outcome.HIT;
        FeatureRow row = read.row();
        if (row == null) {
            return false;
        }
        if (reader.rules().isFresh(row, nowMicros)) {
            if (flight.settle()) {
                reader.publish(flight, row, () -> {});
                flight.answer().complete(reader.asFar(row, nowMicros));
                ended();
            }
            return true;
        }
        flight.farCandidate = row;
        if (reader.rules().mayRevalidate(row, nowMicros)) {
            flight.answer().complete(reader.asFar(row, nowMicros));
        }
        return false;
    }

    private void fetch(List<Flight> wanted) {
        if (wanted.size() == 1) {
            reader.merger().submit(new Batch.Member(this, wanted.get(0)));
            return;
        }
        List<Batch.Member> members = new ArrayList<>(wanted.size());
        for (Flight flight : wanted) {
            members.add(new Batch.Member(this, flight));
        }
        reader.merger().sendNow(members);
    }

    /** Tells the load which batch carries it, so that it can be given up. */
    void boarded(Batch carrier) {
        this.batch = carrier;
    }

    boolean wants(Flight flight) {
        return !flight.isSettled();
    }

    void onRow(Flight flight, FeatureRow row) {
        if (row.status() == RowStatus.ERROR) {
            onFailure(flight, row.cause().orElseThrow());
            return;
        }
        if (!flight.settle()) {
            return;
        }
        reader.loaded(row);
        if (reader.rules().isCacheable(row)) {
            reader.publish(flight, row, () -> fillFar(flight, row));
        } else {
            reader.remove(flight);
        }
        flight.answer().complete(row);
        ended();
    }

    private void fillFar(Flight flight, FeatureRow row) {
        FarReads far = reader.far();
        if (far != null && flight.fillFar) {
            far.fill(flight.key(), flight.leaseToken, row, reader.rules().ttl(row));
        }
    }

    void onFailure(Flight flight, Throwable thrown) {
        if (flight.settle()) {
            FeatureRow stale = reader.remove(flight) ? reader.staleOnError(flight) : null;
            if (stale != null) {
                flight.answer().complete(stale);
            } else {
                flight.answer().completeExceptionally(failure(thrown));
            }
            ended();
        }
    }

    private FeatureException failure(Throwable thrown) {
        return Failures.of(reader.view(), deadline, thrown);
    }

    private void expire() {
        FeatureException failure = Failures.timeout(reader.view(), deadline, "the read's deadline");
        flights.forEach(flight -> onFailure(flight, failure));
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
        Batch carrier = batch;
        if (carrier != null && givenUp.compareAndSet(false, true)) {
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
