package dev.plumbline.internal;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The meters of one log. At its end what was offered is what was sent, failed and dropped. Thread-safe. */
final class LogMeters {
    private final MeterRegistry registry;
    private final String client;
    private final String log;
    private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();

    final LongAdder offered = new LongAdder();
    final LongAdder sent;
    final LongAdder droppedForRoom;
    final LongAdder droppedForSize;
    final LongAdder droppedAfterClose;
    final LongAdder droppedInDrain;

    LogMeters(MeterRegistry registry, String client, String log) {
        this.registry = registry;
        this.client = client;
        this.log = log;
        FunctionCounter.builder(TelemetryNames.LOG_OFFERED, offered, LongAdder::sum)
                .description("Events that callers offered")
                .tags(TelemetryNames.CLIENT, client, TelemetryNames.LOG, log)
                .register(registry);
        this.sent = events("sent", TelemetryNames.NONE);
        this.droppedForRoom = events("dropped", "queue_full");
        this.droppedForSize = events("dropped", "too_large");
        this.droppedAfterClose = events("dropped", "closed");
        this.droppedInDrain = events("dropped", "drain");
    }

    private LongAdder events(String outcome, String reason) {
        LongAdder adder = new LongAdder();
        FunctionCounter.builder(TelemetryNames.LOG_EVENTS, adder, LongAdder::sum)
                .description("Events by what became of them")
                .tags(TelemetryNames.CLIENT, client, TelemetryNames.LOG, log)
                .tags(TelemetryNames.OUTCOME, outcome, TelemetryNames.REASON, reason)
                .register(registry);
        return adder;
    }

    private LongAdder newFailed(String reason) {
        return events("failed", reason);
    }

    void failed(String reason) {
        failed.computeIfAbsent(reason, this::newFailed).increment();
    }

    void watch(LogQueue<?> queue, LogSettings settings) {
        gauge(TelemetryNames.LOG_QUEUE_SIZE, "Events that wait or are under way", queue, LogQueue::events);
        gauge(TelemetryNames.LOG_QUEUE_BYTES, "What these weigh, about", queue, LogQueue::octets);
        gauge(TelemetryNames.LOG_QUEUE_CAPACITY, "How many events there is room for", settings, LogSettings::maxEvents);
        gauge(TelemetryNames.LOG_QUEUE_BYTES_CAPACITY, "How much these may weigh", settings, LogSettings::maxBytes);
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value)
                .description(description)
                .tags(TelemetryNames.CLIENT, client, TelemetryNames.LOG, log)
                .strongReference(true)
                .register(registry);
    }

    long failed() {
        return failed.values().stream().mapToLong(LongAdder::sum).sum();
    }

    long dropped() {
        return droppedForRoom.sum() + droppedForSize.sum() + droppedAfterClose.sum() + droppedInDrain.sum();
    }

    @Override
    public String toString() {
        return offered.sum() + " offered, " + sent.sum() + " sent, " + failed() + " failed, " + dropped() + " dropped";
    }
}
