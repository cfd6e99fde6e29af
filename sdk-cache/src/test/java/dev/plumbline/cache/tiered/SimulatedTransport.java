package dev.plumbline.cache.tiered;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One client's way to a simulated origin. */
final class SimulatedTransport implements FeatureTransport {
    private static final int MAX_ENTITIES = 1_000;

    private final SimulatedOrigin origin;
    private final Set<SimulatedOrigin.Call> underWay = new LinkedHashSet<>();

    SimulatedTransport(SimulatedOrigin origin) {
        this.origin = origin;
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public int maxEntities() {
        return MAX_ENTITIES;
    }

    @Override
    public void start(ClientRuntime runtime) {}

    @Override
    public void bind(ViewBinding binding) {}

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        SimulatedOrigin.Call call = origin.call(request, context);
        underWay.add(call);
        call.whenComplete((rows, thrown) -> underWay.remove(call));
        return call;
    }

    @Override
    public CompletableFuture<Void> warmUp() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void recover() {}

    @Override
    public void close() {
        new ArrayList<>(underWay).forEach(call -> call.fail(TransportException.Kind.CLOSED, "the transport is closed"));
    }
}
