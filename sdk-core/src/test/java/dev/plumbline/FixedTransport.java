package dev.plumbline;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Answers at once from rows that the test has put, and notes what was asked for. */
public final class FixedTransport implements FeatureTransport {
    private final Map<EntityKey, Consumer<FeatureRowBuilder>> rows = new HashMap<>();
    final Queue<FetchRequest> fetches = new ConcurrentLinkedQueue<>();
    private final long receivedMicros;

    /** Makes a transport whose rows are received at a time. */
    public FixedTransport(long receivedMicros) {
        this.receivedMicros = receivedMicros;
    }

    /** Puts the row of an entity. The entity DOWN cannot be read. */
    public FixedTransport put(EntityKey key, Consumer<FeatureRowBuilder> row) {
        rows.put(key, row);
        return this;
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        fetches.add(request);
        FeatureView view = request.binding().view();
        return CompletableFuture.completedFuture(
                request.keys().stream().map(key -> row(view, key)).toList());
    }

    private FeatureRow row(FeatureView view, EntityKey key) {
        if (key.equals(EntityKey.of("DOWN"))) {
            TransportException cause =
                    new TransportException(TransportException.Kind.INTERNAL, "INTERNAL", "no such luck", null);
            return FeatureRow.failed(view, cause, receivedMicros);
        }
        Consumer<FeatureRowBuilder> put = rows.get(key);
        if (put == null) {
            return FeatureRow.notFound(view, receivedMicros);
        }
        FeatureRowBuilder row = FeatureRow.builder(view, receivedMicros);
        put.accept(row);
        return row.build();
    }

    @Override
    public String name() {
        return "fixed";
    }

    @Override
    public int maxEntities() {
        return 100;
    }

    @Override
    public void start(ClientRuntime runtime) {}

    @Override
    public void bind(ViewBinding binding) {}

    @Override
    public CompletableFuture<Void> warmUp() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void recover() {}

    @Override
    public void close() {}
}
