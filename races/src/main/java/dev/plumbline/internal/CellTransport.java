package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.ViewBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads cells on the caller's thread. */
final class CellTransport implements FeatureTransport {
    private final Map<EntityKey, Cell> cells;

    CellTransport(Map<EntityKey, Cell> cells) {
        this.cells = cells;
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        List<FeatureRow> rows = new ArrayList<>();
        for (EntityKey key : request.keys()) {
            Cell cell = cells.get(key);
            cell.loads.incrementAndGet();
            if (cell.held != null) {
                return cell.held.add();
            }
            rows.add(Rig.row(cell.value.get(), false));
        }
        return CompletableFuture.completedFuture(rows);
    }

    @Override
    public String name() {
        return "cells";
    }

    @Override
    public int maxEntities() {
        return 1;
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
