package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An origin whose answers the test gives, one by one. */
final class HeldOrigin implements Origin {
    static final FeatureView VIEW =
            FeatureView.builder("v", "k").feature("n", FeatureType.INT64).build();

    /** A fetch under way. */
    record Fetch(Call call, List<EntityKey> keys, CompletableFuture<List<FeatureRow>> answer) {
        void succeed() {
            answer.complete(keys.stream().map(key -> row((Long) key.value(0))).toList());
        }

        void fail(TransportException failure) {
            answer.completeExceptionally(new AttemptFailure(failure, call.attempt()));
        }
    }

    final List<Fetch> fetches = new ArrayList<>();

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(Call call, List<EntityKey> keys) {
        Fetch fetch = new Fetch(call, List.copyOf(keys), new CompletableFuture<>());
        fetches.add(fetch);
        return fetch.answer();
    }

    Fetch last() {
        return fetches.get(fetches.size() - 1);
    }

    static FeatureRow row(long value) {
        var row = FeatureRow.builder(VIEW, 0);
        row.putInt64(0, value);
        return row.build();
    }

    static TransportException failure(TransportException.Kind kind) {
        return new TransportException(kind, kind.name(), "as planned", null);
    }
}
