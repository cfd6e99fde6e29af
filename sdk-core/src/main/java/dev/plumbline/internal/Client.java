package dev.plumbline.internal;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureException;
import dev.plumbline.FeatureRejectedException;
import dev.plumbline.FeatureSession;
import dev.plumbline.FeatureTimeoutException;
import dev.plumbline.OnlineVectorizer;
import dev.plumbline.WriteAction;
import dev.plumbline.WriteReceipt;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.internal.Names;
import dev.plumbline.log.Prediction;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transport.FeatureTransport;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front of the pipeline: checks arguments, answers near hits, waits. */
final class Client implements FeatureClient {
    private static final Logger log = LoggerFactory.getLogger(FeatureClient.class);

    private final ClientRuntime runtime;
    private final Telemetry telemetry;
    private final Map<FeatureView, ViewReader> readers;
    private final Map<String, FeatureView> views;
    private final List<FeatureTransport> transports;
    private final @Nullable FeatureCache cache;
    private final ClientThreads threads;
    private final @Nullable NearReads near;
    private final @Nullable FarReads far;
    private final ClientLogs logs;
    private final AtomicBoolean closed = new AtomicBoolean();

    Client(
            ClientRuntime runtime,
            Telemetry telemetry,
            Map<FeatureView, ViewReader> readers,
            List<FeatureTransport> transports,
            @Nullable FeatureCache cache,
            ClientThreads threads,
            @Nullable NearReads near,
            @Nullable FarReads far,
            ClientLogs logs) {
        this.runtime = runtime;
        this.telemetry = telemetry;
        this.readers = Map.copyOf(readers);
        this.views = readers.keySet().stream().collect(Collectors.toUnmodifiableMap(FeatureView::name, view -> view));
        this.transports = List.copyOf(transports);
        this.cache = cache;
        this.threads = threads;
        this.near = near;
        this.far = far;
        this.logs = logs;
    }

    @Override
    public FeatureRow get(FeatureView view, EntityKey key, CallOptions options) {
        ViewReader reader = reader(view);
        view.checkKey(key, -1);
        ReadTerms terms = reader.terms(options, key);
        FeatureRow hit = reader.nearHit(key, terms);
        if (hit != null) {
            countNearHit(hit);
            return hit;
        }
        Duration deadline = options.deadline().orElseGet(reader::defaultDeadline);
        ReadScope scope = telemetry.startRead(Operation.GET, view, 1);
        try {
            FeatureRow row = await(reader, reader.read(key, terms, deadline, scope), deadline);
            scope.end(row);
            return row;
        } catch (RuntimeException e) {
            scope.fail(e);
            throw e;
        }
    }

    private void countNearHit(FeatureRow hit) {
        if (hit.freshness() == Freshness.FRESH) {
            telemetry.requests().nearHit();
        } else {
            telemetry.requests().count(Operation.GET, Outcome.of(hit), TelemetryNames.NONE);
        }
    }

    private static FeatureRow await(ViewReader reader, Flight flight, Duration deadline) {
        try {
            return reader.fallbacks().instead(flight.answer().get(deadline.toNanos(), TimeUnit.NANOSECONDS), flight);
        } catch (ExecutionException e) {
            return orFail(
                    reader, flight, Failures.of(reader.view(), deadline, e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            FeatureRow old = reader.outOfTime(flight);
            flight.leave();
            if (old != null) {
                return reader.fallbacks().instead(old, flight);
            }
            return orFail(reader, flight, late(reader.view(), deadline, flight));
        } catch (InterruptedException e) {
            flight.leave();
            throw interrupted(reader.view(), e);
        }
    }

    private static FeatureRow orFail(ViewReader reader, Flight flight, FeatureException failure) {
        FeatureRow instead = reader.fallbacks().instead(failure, flight);
        if (instead == null) {
            throw failure;
        }
        return instead;
    }

    private static FeatureTimeoutException late(FeatureView view, Duration deadline, Flight flight) {
        return Failures.timeout(view, deadline, "the call's deadline", flight.minVersion());
    }

    private static FeatureRejectedException interrupted(FeatureView view, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FeatureRejectedException(
                "interrupted", "the thread that read view '" + view.name() + "' was interrupted", e);
    }

    @Override
    public CompletableFuture<FeatureRow> getAsync(FeatureView view, EntityKey key, CallOptions options) {
        ViewReader reader = reader(view);
        view.checkKey(key, -1);
        ReadTerms terms = reader.terms(options, key);
        FeatureRow hit = reader.nearHit(key, terms);
        if (hit != null) {
            countNearHit(hit);
            return CompletableFuture.completedFuture(hit);
        }
        Duration deadline = options.deadline().orElseGet(reader::defaultDeadline);
        ReadScope scope = telemetry.startRead(Operation.GET, view, 1);
        Flight flight = reader.read(key, terms, deadline, scope);
        CallerFuture<FeatureRow> future = new CallerFuture<>(runtime, scope.caller(), flight::leave);
        future.whenComplete((row, thrown) -> {
            if (row != null) {
                scope.end(row);
            } else {
                scope.fail(thrown);
            }
        });
        flight.answer()
                .whenComplete((row, thrown) -> future.finish(() -> thrown == null
                        ? reader.fallbacks().instead(row, flight)
                        : orFail(reader, flight, Failures.of(view, deadline, thrown))));
        if (!flight.endsBy(runtime.ticker().nanos() + deadline.toNanos())) {
            future.limit(deadline, () -> {
                FeatureRow old = reader.outOfTime(flight);
                return future.finish(() -> old == null
                        ? orFail(reader, flight, late(view, deadline, flight))
                        : reader.fallbacks().instead(old, flight));
            });
        }
        return future;
    }

    @Override
    public FeatureRows getAll(FeatureView view, List<EntityKey> keys, CallOptions options) {
        BatchRead read = batch(view, keys, options);
        try {
            return read.start(telemetry) ? read.await() : read.answer();
        } catch (InterruptedException e) {
            throw interrupted(view, e);
        }
    }

    @Override
    public CompletableFuture<FeatureRows> getAllAsync(FeatureView view, List<EntityKey> keys, CallOptions options) {
        BatchRead read = batch(view, keys, options);
        read.start(telemetry);
        return read.future();
    }

    private BatchRead batch(FeatureView view, List<EntityKey> keys, CallOptions options) {
        ViewReader reader = reader(view);
        for (int i = 0; i < keys.size(); i++) {
            view.checkKey(keys.get(i), i);
        }
        return new BatchRead(
                reader,
                List.copyOf(keys),
                reader.terms(options),
                Session.of(options.session().orElse(null)),
                options.deadline().orElseGet(reader::defaultDeadline));
    }

    private ViewReader reader(FeatureView view) {
        if (closed.get()) {
            throw Failures.closed(runtime.clientName());
        }
        ViewReader reader = readers.get(view);
        if (reader == null) {
            throw new IllegalArgumentException("view '" + view.name() + "' is not registered with views(...)"
                    + (views.containsKey(view.name())
                            ? " in this form: one of that name with another schema, age or bounds is"
                            : Names.hint(view.name(), views.keySet())));
        }
        return reader;
    }

    @Override
    public OnlineVectorizer vectorizer(TransformSpec spec) {
        if (closed.get()) {
            throw Failures.closed(runtime.clientName());
        }
        spec.warnings().forEach(warning -> log.warn("client '{}': {}", runtime.clientName(), warning));
        return SpecBinding.bind(this, views, spec, logs.features());
    }

    @Override
    public CompletableFuture<Boolean> invalidate(FeatureView view, EntityKey key) {
        ViewReader reader = reader(view);
        view.checkKey(key, -1);
        return answer(reader.writes().invalidate(new CacheKey(view, key, CacheKey.NO_VARIANT)));
    }

    @Override
    public CompletableFuture<Boolean> invalidateAll() {
        if (closed.get()) {
            throw Failures.closed(runtime.clientName());
        }
        // Before the far tier drops its rows, so that no load under way fills it again.
        readers.values().forEach(ViewReader::forgetAll);
        CompletableFuture<Boolean> flushed = far == null ? CompletableFuture.completedFuture(true) : far.flush();
        // After it, for the loads that have found there what was.
        readers.values().forEach(ViewReader::forgetAll);
        if (near != null) {
            near.clear();
        }
        return answer(flushed);
    }

    @Override
    public <X extends Exception> WriteReceipt write(FeatureView view, EntityKey key, WriteAction<X> action) throws X {
        ViewReader reader = reader(view);
        view.checkKey(key, -1);
        WriteReceipt receipt = reader.writes().write(new CacheKey(view, key, CacheKey.NO_VARIANT), action);
        return new WriteReceipt(receipt.dataVersion(), answer(receipt.shared()));
    }

    @Override
    public <X extends Exception> WriteReceipt write(
            FeatureView view, EntityKey key, FeatureSession session, WriteAction<X> action) throws X {
        Session own = Objects.requireNonNull(Session.of(session), "the session is null: leave it out");
        reader(view);
        view.checkKey(key, -1);
        try {
            WriteReceipt receipt = write(view, key, action);
            own.wrote(view, key, receipt.dataVersion(), runtime.clock().millis());
            return receipt;
        } catch (Throwable e) {
            own.wrote(view, key, FeatureRow.UNKNOWN_VERSION, runtime.clock().millis());
            throw e;
        }
    }

    @Override
    public FeatureSession session() {
        return new Session();
    }

    /** What a caller may hold: its stages run where callers' stages run. */
    private CompletableFuture<Boolean> answer(CompletableFuture<Boolean> internal) {
        if (internal.isDone()) {
            return internal.copy();
        }
        CallerFuture<Boolean> future = new CallerFuture<>(runtime, Context.current(), () -> {});
        internal.whenComplete((certain, thrown) -> future.finish(Boolean.TRUE.equals(certain), null));
        return future;
    }

    @Override
    public void logPrediction(Prediction prediction) {
        logs.offer(prediction);
    }

    @Override
    public boolean warmUp(Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("the warm-up's timeout is " + timeout + ": it has to be 1 ms to 1 hour");
        }
        if (closed.get()) {
            throw Failures.closed(runtime.clientName());
        }
        CompletableFuture<?>[] all =
                transports.stream().map(FeatureTransport::warmUp).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            log.info("client '{}' is not warm after {}: {}", runtime.clientName(), timeout, e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        FeatureRejectedException failure = Failures.closed(runtime.clientName());
        readers.values().forEach(reader -> reader.close(failure));
        logs.close(this::quietly);
        transports.forEach(transport -> quietly(transport, transport.name()));
        if (cache != null) {
            quietly(cache, "cache");
        }
        threads.close();
        // Those that had begun just before: their timers are gone.
        readers.values().forEach(reader -> reader.close(failure));
        telemetry.close();
    }

    private void quietly(AutoCloseable resource, String what) {
        try {
            resource.close();
        } catch (Exception e) {
            log.warn("client '{}': closing {} failed", runtime.clientName(), what, e);
        }
    }

    /** Prints the layers of each view's reads. */
    @Override
    public String toString() {
        return "client '" + runtime.clientName() + "'\n  "
                + readers.values().stream().map(ViewReader::toString).sorted().collect(Collectors.joining("\n  "));
    }
}
