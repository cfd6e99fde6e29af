package dev.plumbline.internal;

import dev.plumbline.feature.FeatureRow;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Fetches that are answered when it is said. */
final class HeldAnswers {
    private final Queue<CompletableFuture<List<FeatureRow>>> held = new ConcurrentLinkedQueue<>();

    CompletableFuture<List<FeatureRow>> add() {
        CompletableFuture<List<FeatureRow>> answer = new CompletableFuture<>();
        held.add(answer);
        return answer;
    }

    void answer(List<FeatureRow> rows) {
        held.forEach(each -> each.complete(rows));
    }
}
