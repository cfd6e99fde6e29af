package dev.plumbline.internal;

import dev.plumbline.log.LogSink;
import dev.plumbline.runtime.ClientRuntime;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from callers, without delay or failure, and has them sent: a bounded number held, a bounded number of sends
 * under way. Each event is counted once when it is offered and once when it ends. Thread-safe.
 */
final class EventLog<E> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventLog.class);
    private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long TOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final LogSink<E> sink;
    private final ToIntFunction<E> weigher;
    private final LogSettings settings;
    private final ClientRuntime runtime;
    private final Telemetry telemetry;
    private final LogMeters meters;
    private final LogQueue<E> queue;
    private final Set<LogSend<E>> sends = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sendsUnderWay = new AtomicInteger();
    private final AtomicInteger wakes = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final Object telling = new Object();
    private long untold;
    private boolean told;
    private long toldNanos;
    private volatile boolean closed;
    private volatile boolean ended;

    EventLog(
            String name,
            LogSink<E> sink,
            ToIntFunction<E> weigher,
            LogSettings settings,
            ClientRuntime runtime,
            Telemetry telemetry) {
        this.name = name;
        this.sink = sink;
        this.weigher = weigher;
        this.settings = settings;
        this.runtime = runtime;
        this.telemetry = telemetry;
        this.meters = telemetry.log(name);
        this.queue = new LogQueue<>(settings, meters.droppedForRoom);
        meters.watch(queue, settings);
    }

    void start() {
        sink.start(runtime);
    }

    void offer(E event) {
        meters.offered.increment();
        if (closed) {
            meters.droppedAfterClose.increment();
            return;
        }
        int octets = weigher.applyAsInt(event);
        if (octets > settings.maxBytes()) {
            meters.droppedForSize.increment();
            return;
        }
        queue.offer(new LogEntry<>(event, octets, caller()));
        if (ended) {
            sweep();
        } else {
            wake();
        }
    }

    private @Nullable SpanContext caller() {
        if (!telemetry.isTracing()) {
            return null;
        }
        SpanContext current = Span.current().getSpanContext();
        return current.isValid() ? current : null;
    }

    /** Has the queue looked at, on the client's executor, unless somebody is about to. */
    private void wake() {
        if (wakes.getAndIncrement() != 0) {
            return;
        }
        try {
            runtime.executor().execute(this::pump);
        } catch (RuntimeException e) {
            wakes.set(0);
            later();
        }
    }

    /** The executor is full, or has ended with the client. */
    private void later() {
        try {
            runtime.scheduler().schedule(this::wake, REFUSED_NANOS);
        } catch (RuntimeException e) {
            log.debug("client '{}': the {} log has no thread left", runtime.clientName(), name, e);
        }
    }

    private void pump() {
        int seen;
        do {
            seen = wakes.get();
            while (sendsUnderWay.get() < sink.maxSends() && !ended) {
                List<LogEntry<E>> batch = queue.poll(sink.maxBatch());
                if (batch.isEmpty()) {
                    break;
                }
                sendsUnderWay.incrementAndGet();
                send(batch);
            }
        } while (!wakes.compareAndSet(seen, 0));
    }

    private void send(List<LogEntry<E>> batch) {
        LogSend<E> send = new LogSend<>(this, batch);
        sends.add(send);
        if (ended) {
            send.abandon();
        } else {
            send.start();
        }
    }

    /** Notes that a send has come to its end, one way or another. */
    void finished(LogSend<E> send) {
        if (sends.remove(send)) {
            sendsUnderWay.decrementAndGet();
            if (queue.hasWaiting()) {
                wake();
            }
        }
    }

    void sent(LogEntry<E> entry) {
        meters.sent.increment();
        release(entry);
    }

    void failed(LogEntry<E> entry, Throwable failure) {
        meters.failed(LogFailures.reason(failure));
        release(entry);
        tell(failure);
    }

    void leftOver(LogEntry<E> entry) {
        meters.droppedInDrain.increment();
        release(entry);
    }

    private void release(LogEntry<E> entry) {
        queue.release(entry);
        if (closed && queue.events() == 0) {
            drained.complete(null);
        }
    }

    private void tell(Throwable failure) {
        long count;
        synchronized (telling) {
            untold++;
            long now = runtime.ticker().nanos();
            if (told && now - toldNanos < TOLD_NANOS) {
                return;
            }
            told = true;
            toldNanos = now;
            count = untold;
            untold = 0;
        }
        log.warn(
                "client '{}': {} events of the {} log failed since the last such message, the last of them with {}",
                runtime.clientName(),
                count,
                name,
                LogFailures.told(failure));
    }

    /** Takes no more events; those that are held are still sent. */
    void stopTaking() {
        closed = true;
        if (queue.events() == 0) {
            drained.complete(null);
        }
    }

    /** Waits until nothing is held, for a time; what is left then is dropped. */
    @Override
    public void close() {
        stopTaking();
        try {
            if (!drained.isDone()) {
                wake();
                // Both in the runtime's time and in that of the caller, who waits here.
                var limit = runtime.scheduler()
                        .schedule(() -> drained.complete(null), settings.drain().toNanos());
                drained.get(settings.drain().toNanos(), TimeUnit.NANOSECONDS);
                limit.cancel();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | RuntimeException e) {
            log.debug("client '{}': the {} log was not drained", runtime.clientName(), name, e);
        }
        ended = true;
        sweep();
        sends.forEach(LogSend::abandon);
        if (meters.droppedInDrain.sum() > 0) {
            log.warn("client '{}': the {} log ended before it was drained: {}", runtime.clientName(), name, meters);
        } else {
            log.debug("client '{}': the {} log ended: {}", runtime.clientName(), name, meters);
        }
    }

    private void sweep() {
        for (List<LogEntry<E>> left = queue.poll(sink.maxBatch());
                !left.isEmpty();
                left = queue.poll(sink.maxBatch())) {
            left.forEach(this::leftOver);
        }
    }

    LogSink<E> sink() {
        return sink;
    }

    LogSettings settings() {
        return settings;
    }

    ClientRuntime runtime() {
        return runtime;
    }

    Telemetry telemetry() {
        return telemetry;
    }

    String name() {
        return name;
    }

    /** Returns what became of all events so far. */
    @Override
    public String toString() {
        return name + " log: " + meters;
    }
}
