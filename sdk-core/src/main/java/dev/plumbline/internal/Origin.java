package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A layer between the flights and the transport of one view.
 *
 * <p>Never throws. Answers one row for each key, in order, or fails with an {@link AttemptFailure}. Cancelling the future
 * cancels what is under way.
 */
interface Origin {
    CompletableFuture<List<FeatureRow>> fetch(Call call, List<EntityKey> keys);

    /**
     * What a fetch needs to know: when the read ends, whose span it belongs to, what travels with it beside trace context,
     * and which attempt it is, from 1.
     */
    record Call(long deadlineNanos, Context parent, Map<String, String> headers, int attempt) {
        Call nextAttempt(int number) {
            return new Call(deadlineNanos, parent, headers, number);
        }
    }
}
