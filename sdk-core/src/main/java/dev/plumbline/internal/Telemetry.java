package dev.plumbline.internal;

import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.FeatureTransport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** All meters and spans of one client. */
final class Telemetry {
    private static final int MOST_LINKS = 128;

    private final ClientRuntime runtime;

    /** Nowhere, once the client is closed: what ends late is not to bring its meters back. */
    private volatile MeterRegistry registry;

    private final String client;
    private final RequestMeters requests;
    private final @Nullable Tracer tracer;
    private final TextMapPropagator propagator;
    private final LongAdder active = new LongAdder();
    private final LongAdder coalesced = new LongAdder();
    private final Map<String, LongAdder> cacheResults = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> adders = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final DistributionSummary batchEntities;

    Telemetry(ClientRuntime runtime) {
        this.runtime = runtime;
        this.registry = runtime.meters().orElseGet(CompositeMeterRegistry::new);
        this.client = runtime.clientName();
        this.requests = new RequestMeters(registry, client);
        OpenTelemetry otel = runtime.openTelemetry();
        this.tracer = otel == OpenTelemetry.noop() ? null : otel.getTracer(TelemetryNames.SCOPE);
        this.propagator = otel.getPropagators().getTextMapPropagator();
        Gauge.builder(TelemetryNames.REQUESTS_ACTIVE, active, LongAdder::sum)
                .description("Calls under way that the near tier could not answer")
                .tag(TelemetryNames.CLIENT, client)
                .register(registry);
        FunctionCounter.builder(TelemetryNames.COALESCED, coalesced, LongAdder::sum)
                .description("Calls that joined a load of another")
                .tag(TelemetryNames.CLIENT, client)
                .register(registry);
        this.batchEntities = DistributionSummary.builder(TelemetryNames.BATCH_ENTITIES)
                .description("Entities of one fetch")
                .tag(TelemetryNames.CLIENT, client)
                .register(registry);
        Gauge.builder(TelemetryNames.INFO, () -> 1)
                .description("One for each client")
                .tag(TelemetryNames.CLIENT, client)
                .register(registry);
    }

    RequestMeters requests() {
        return requests;
    }

    ReadScope startRead(Operation operation, FeatureView view, int entities) {
        active.increment();
        Context parent = Context.current();
        Span span = tracer == null
                ? Span.getInvalid()
                : tracer.spanBuilder(TelemetryNames.READ_SPAN + view.name())
                        .setParent(parent)
                        .setAttribute(TelemetryNames.SPAN_OPERATION, operation.tag)
                        .setAttribute(TelemetryNames.SPAN_VIEW, view.name())
                        .setAttribute(TelemetryNames.SPAN_ENTITIES, (long) entities)
                        .startSpan();
        return new ReadScope(this, operation, parent, span, runtime.ticker().nanos());
    }

    void endRead(ReadScope scope, Outcome outcome, String error) {
        active.decrement();
        long nanos = runtime.ticker().nanos() - scope.startNanos();
        requests.record(scope.operation(), outcome, error, nanos);
    }

    /** The span of a fetch that several reads wait for; it links to each of them. */
    Span startBatch(FeatureView view, Context parent, Iterable<Span> waiting) {
        if (tracer == null) {
            return Span.getInvalid();
        }
        SpanBuilder builder = tracer.spanBuilder(TelemetryNames.BATCH_SPAN + view.name())
                .setParent(parent)
                .setAttribute(TelemetryNames.SPAN_VIEW, view.name());
        waiting.forEach(span -> builder.addLink(span.getSpanContext()));
        return builder.startSpan();
    }

    Span startAttempt(FeatureTransport transport, Origin.Call call, int entities) {
        batchEntities.record(entities);
        if (tracer == null) {
            return Span.getInvalid();
        }
        SpanBuilder builder = tracer.spanBuilder(transport.operation())
                .setParent(call.parent())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(TelemetryNames.SPAN_ATTEMPT, (long) call.attempt())
                .setAttribute(TelemetryNames.SPAN_ATTEMPT_KIND, kind(call));
        transport.attributes().forEach(builder::setAttribute);
        return builder.startSpan();
    }

    /** The call's headers, and those that carry the attempt's span to the server. */
    Map<String, String> headers(Origin.Call call, Span attempt) {
        if (tracer == null) {
            return call.headers();
        }
        Map<String, String> headers = new java.util.HashMap<>(call.headers());
        propagator.inject(call.parent().with(attempt), headers, Map::put);
        return headers;
    }

    void endAttempt(FeatureTransport transport, Origin.Call call, Span span, String status, long nanos) {
        timers.computeIfAbsent(
                        "attempt/" + transport.name() + "/" + kind(call) + "/" + status,
                        name -> Timer.builder(TelemetryNames.ATTEMPT_DURATION)
                                .description("How long attempts took")
                                .tag(TelemetryNames.CLIENT, client)
                                .tag(TelemetryNames.TRANSPORT, transport.name())
                                .tag(TelemetryNames.KIND, kind(call))
                                .tag(TelemetryNames.STATUS, status)
                                .serviceLevelObjectives(TelemetryNames.BUCKETS)
                                .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
        if (span.isRecording()) {
            span.setAttribute(TelemetryNames.SPAN_STATUS, status);
            if (!status.equals("OK")) {
                span.setAttribute(TelemetryNames.SPAN_ERROR, status);
                span.setStatus(io.opentelemetry.api.trace.StatusCode.ERROR);
            }
        }
        span.end();
    }

    private static String kind(Origin.Call call) {
        return call.attempt() == 1 ? "initial" : "retry";
    }

    void retried(Throwable thrown) {
        counter(
                TelemetryNames.RETRIES,
                thrown instanceof AttemptFailure failure ? failure.failure().code() : "other");
    }

    void retrySuppressed(String reason) {
        counter(TelemetryNames.RETRIES_SUPPRESSED, reason);
    }

    private void counter(String name, String reason) {
        counterOf(name, reason).increment();
    }

    private Counter counterOf(String name, String reason) {
        return counters.computeIfAbsent(
                name + "/" + reason,
                key -> Counter.builder(name)
                        .tag(TelemetryNames.CLIENT, client)
                        .tag(TelemetryNames.REASON, reason)
                        .register(registry));
    }

    /** The counter of attempts that were refused for one reason; resolve it once. */
    Counter rejections(String reason) {
        return counterOf(TelemetryNames.REJECTIONS, reason);
    }

    long nanos() {
        return runtime.ticker().nanos();
    }

    boolean isTracing() {
        return tracer != null;
    }

    void coalesced() {
        coalesced.increment();
    }

    /** The adder behind one result of one tier; resolve it once. */
    LongAdder cacheResult(String tier, String result) {
        return cacheResults.computeIfAbsent(tier + "/" + result, key -> {
            LongAdder adder = new LongAdder();
            FunctionCounter.builder(TelemetryNames.CACHE_REQUESTS, adder, LongAdder::sum)
                    .description("Rows looked for in a tier")
                    .tag(TelemetryNames.CLIENT, client)
                    .tag(TelemetryNames.TIER, tier)
                    .tag(TelemetryNames.RESULT, result)
                    .register(registry);
            return adder;
        });
    }

    /** The adder behind one event of leases; resolve it once. */
    LongAdder leaseEvent(String event) {
        LongAdder adder = new LongAdder();
        FunctionCounter.builder(TelemetryNames.CACHE_LEASES, adder, LongAdder::sum)
                .description("Rows by what their leases came to")
                .tag(TelemetryNames.CLIENT, client)
                .tag(TelemetryNames.EVENT, event)
                .register(registry);
        return adder;
    }

    /** The adder of rows that are asked for again for one reason; resolve it once. */
    LongAdder repeated(String reason) {
        return adder(
                TelemetryNames.REPEATED, "Rows that the origin was asked for again", TelemetryNames.REASON, reason);
    }

    /** The adder of keys that were written and are no longer kept to the primary, because there are too many. */
    LongAdder stickyDropped() {
        return adder(TelemetryNames.STICKY_DROPPED, "Written keys that are read from the primary no longer");
    }

    /** The adder of rows that one view's callers got in the place of others; resolve it once. */
    LongAdder fallbacks(FeatureView view, String reason, String kind) {
        return adder(
                TelemetryNames.FALLBACKS,
                "Rows answered in the place of others",
                TelemetryNames.VIEW,
                view.name(),
                TelemetryNames.REASON,
                reason,
                TelemetryNames.KIND,
                kind);
    }

    private LongAdder adder(String name, String description, String... tags) {
        return adders.computeIfAbsent(name + "/" + String.join("/", tags), key -> {
            LongAdder adder = new LongAdder();
            FunctionCounter.builder(name, adder, LongAdder::sum)
                    .description(description)
                    .tag(TelemetryNames.CLIENT, client)
                    .tags(tags)
                    .register(registry);
            return adder;
        });
    }

    void cacheOperation(String operation, String outcome, long startNanos) {
        cacheTimer(operation, outcome).record(runtime.ticker().nanos() - startNanos, TimeUnit.NANOSECONDS);
    }

    /** The timer of one operation of the far tier that ends in one way; resolve it once where it is hot. */
    Timer cacheTimer(String operation, String outcome) {
        return timers.computeIfAbsent(
                "cache/" + operation + "/" + outcome,
                name -> Timer.builder(TelemetryNames.CACHE_OPERATION_DURATION)
                        .description("How long operations of the far tier took")
                        .tag(TelemetryNames.CLIENT, client)
                        .tag(TelemetryNames.TIER, "far")
                        .tag(TelemetryNames.OPERATION, operation)
                        .tag(TelemetryNames.OUTCOME, outcome)
                        .serviceLevelObjectives(TelemetryNames.CACHE_BUCKETS)
                        .register(registry));
    }

    ViewMeters view(FeatureView view) {
        return new ViewMeters(registry, client, view.name());
    }

    LogMeters log(String log) {
        return new LogMeters(registry, client, log);
    }

    /** The span of one send of a log; it links to those who offered the events. */
    Span startLogBatch(String log, List<? extends LogEntry<?>> events) {
        if (tracer == null) {
            return Span.getInvalid();
        }
        SpanBuilder builder = tracer.spanBuilder(TelemetryNames.LOG_SPAN + log)
                .setNoParent()
                .setAttribute(TelemetryNames.SPAN_LOG_BATCH, (long) events.size());
        events.stream()
                .map(LogEntry::caller)
                .filter(Objects::nonNull)
                .limit(MOST_LINKS)
                .forEach(builder::addLink);
        return builder.startSpan();
    }

    /** Whether a client of that name reports to the registry already: its meters would swallow those of another. */
    static boolean isTaken(MeterRegistry registry, String client) {
        return registry.find(TelemetryNames.INFO)
                        .tag(TelemetryNames.CLIENT, client)
                        .meter()
                != null;
    }

    /** Takes this client's meters out of the registry, so that a later client of the same name is counted. */
    void close() {
        MeterRegistry registered = registry;
        registry = new CompositeMeterRegistry();
        for (Meter meter : registered.getMeters()) {
            if (meter.getId().getName().startsWith(TelemetryNames.PREFIX)
                    && client.equals(meter.getId().getTag(TelemetryNames.CLIENT))) {
                registered.remove(meter);
            }
        }
    }
}
