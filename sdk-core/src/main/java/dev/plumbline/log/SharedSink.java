package dev.plumbline.log;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A sink that outlives the clients that use it, on threads that do so too: they end when they are idle. */
class SharedSink<E> implements LogSink<E> {
    private final LogSink<E> sink;
    private final AtomicBoolean started = new AtomicBoolean();

    SharedSink(LogSink<E> sink) {
        this.sink = sink;
    }

    @Override
    public final void start(ClientRuntime runtime) {
        if (started.compareAndSet(false, true)) {
            ClientThreads threads = ClientThreads.create("shared-log");
            sink.start(ClientRuntime.builder(threads.scheduler(), threads.work())
                    .clientName(runtime.clientName())
                    .ticker(runtime.ticker())
                    .clock(runtime.clock())
                    .meters(runtime.meters().orElse(null))
                    .openTelemetry(runtime.openTelemetry())
                    .build());
        }
    }

    @Override
    public final int maxBatch() {
        return sink.maxBatch();
    }

    @Override
    public final int maxSends() {
        return sink.maxSends();
    }

    @Override
    public final CompletableFuture<SendResult> send(List<E> events) {
        return sink.send(events);
    }

    @Override
    public final void close() {}

    @Override
    public final String toString() {
        return "shared " + sink;
    }
}
