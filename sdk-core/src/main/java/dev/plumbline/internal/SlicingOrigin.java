package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Splits batches that are too large for the transport. A slice that fails, fails its own rows only. */
final class SlicingOrigin implements Origin {
    private final FeatureView view;
    private final int maxEntities;
    private final ClientRuntime runtime;
    private final Origin next;

    SlicingOrigin(FeatureView view, int maxEntities, ClientRuntime runtime, Origin next) {
        this.view = view;
        this.maxEntities = maxEntities;
        this.runtime = runtime;
        this.next = next;
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(Call call, List<EntityKey> keys) {
        if (keys.size() <= maxEntities) {
            return next.fetch(call, keys);
        }
        List<CompletableFuture<List<FeatureRow>>> sent = new ArrayList<>();
        List<CompletableFuture<List<FeatureRow>>> slices = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += maxEntities) {
            List<EntityKey> slice = keys.subList(from, Math.min(from + maxEntities, keys.size()));
            CompletableFuture<List<FeatureRow>> fetch = next.fetch(call, slice);
            sent.add(fetch);
            slices.add(fetch.exceptionally(thrown -> failed(slice.size(), thrown)));
        }
        CompletableFuture<List<FeatureRow>> whole = new CompletableFuture<>();
        CompletableFuture.allOf(slices.toArray(CompletableFuture[]::new)).whenComplete((done, thrown) -> {
            List<FeatureRow> rows = new ArrayList<>(keys.size());
            slices.forEach(slice -> rows.addAll(slice.join()));
            whole.complete(rows);
        });
        whole.whenComplete((rows, thrown) -> {
            if (whole.isCancelled()) {
                sent.forEach(fetch -> fetch.cancel(true));
            }
        });
        return whole;
    }

    private List<FeatureRow> failed(int size, Throwable thrown) {
        FeatureRow row = FeatureRow.failed(view, Failures.unwrap(thrown), runtime.nowMicros());
        return java.util.Collections.nCopies(size, row);
    }

    @Override
    public String toString() {
        return "slices of " + maxEntities + " -> " + next;
    }
}
