package dev.plumbline.transport;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A transport that outlives the clients that use it, on threads that do so too: they end when they are idle. */
final class SharedTransport implements FeatureTransport {
    private final FeatureTransport transport;
    private final AtomicBoolean started = new AtomicBoolean();

    SharedTransport(FeatureTransport transport) {
        this.transport = transport;
    }

    @Override
    public String name() {
        return transport.name();
    }

    @Override
    public String operation() {
        return transport.operation();
    }

    @Override
    public Map<String, String> attributes() {
        return transport.attributes();
    }

    @Override
    public int maxEntities() {
        return transport.maxEntities();
    }

    @Override
    public boolean isNotFoundCertain() {
        return transport.isNotFoundCertain();
    }

    @Override
    public void start(ClientRuntime runtime) {
        if (started.compareAndSet(false, true)) {
            ClientThreads threads = ClientThreads.create("shared-" + transport.name());
            transport.start(ClientRuntime.builder(threads.scheduler(), threads.work())
                    .clientName(runtime.clientName())
                    .ticker(runtime.ticker())
                    .clock(runtime.clock())
                    .meters(runtime.meters().orElse(null))
                    .openTelemetry(runtime.openTelemetry())
                    .build());
        }
    }

    @Override
    public void bind(ViewBinding binding) {
        transport.bind(binding);
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        return transport.fetch(request, context);
    }

    @Override
    public CompletableFuture<Void> warmUp() {
        return transport.warmUp();
    }

    @Override
    public void recover() {
        transport.recover();
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "shared " + transport;
    }
}
