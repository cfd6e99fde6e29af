package dev.plumbline.benchmarks;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.ViewBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Answers at once, every feature the number of its slot. */
final class PreparedTransport implements FeatureTransport {
    private volatile ClientRuntime runtime;

    @Override
    public String name() {
        return "prepared";
    }

    @Override
    public int maxEntities() {
        return 1000;
    }

    @Override
    public void start(ClientRuntime given) {
        runtime = given;
    }

    @Override
    public void bind(ViewBinding binding) {}

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        FeatureView view = request.binding().view();
        FeatureRowBuilder builder = FeatureRow.builder(view, runtime.nowMicros());
        List<FeatureRow> rows = new ArrayList<>();
        for (EntityKey key : request.keys()) {
            for (int slot = 0; slot < view.size(); slot++) {
                builder.putFloat64(slot, slot);
            }
            rows.add(builder.build());
        }
        return CompletableFuture.completedFuture(rows);
    }

    @Override
    public CompletableFuture<Void> warmUp() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void recover() {}

    @Override
    public void close() {}
}
