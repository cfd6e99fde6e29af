package dev.plumbline.testing.client;

import dev.plumbline.log.Prediction;
import dev.plumbline.log.PredictionSink;
import dev.plumbline.log.SendResult;
import dev.plumbline.runtime.ClientRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Keeps what it is sent until the test answers, unless it is told to answer at once. */
final class HeldSink implements PredictionSink {
    private final int maxBatch;
    private final int maxSends;
    private final List<Sent> pending = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();
    private Function<List<Prediction>, CompletableFuture<SendResult>> answer = events -> null;
    private int closes;

    /** One send. */
    record Sent(List<Prediction> events, CompletableFuture<SendResult> future) {
        List<String> entities() {
            return events.stream().map(Prediction::entity).toList();
        }
    }

    HeldSink(int maxBatch, int maxSends) {
        this.maxBatch = maxBatch;
        this.maxSends = maxSends;
    }

    static HeldSink single() {
        return new HeldSink(1, 1);
    }

    /** Answers at once from now on; null holds the send. */
    synchronized HeldSink answering(Function<List<Prediction>, CompletableFuture<SendResult>> function) {
        this.answer = function;
        return this;
    }

    static CompletableFuture<SendResult> ok() {
        return CompletableFuture.completedFuture(SendResult.allSent());
    }

    @Override
    public void start(ClientRuntime runtime) {}

    @Override
    public int maxBatch() {
        return maxBatch;
    }

    @Override
    public int maxSends() {
        return maxSends;
    }

    @Override
    public CompletableFuture<SendResult> send(List<Prediction> events) {
        synchronized (this) {
            events.forEach(event -> seen.add(event.entity()));
        }
        CompletableFuture<SendResult> now = answer.apply(events);
        if (now != null) {
            return now;
        }
        Sent sent = new Sent(events, new CompletableFuture<>());
        synchronized (this) {
            pending.add(sent);
        }
        return sent.future();
    }

    /** All sends so far that were held, answered or not. */
    synchronized List<Sent> held() {
        return List.copyOf(pending);
    }

    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    synchronized int closes() {
        return closes;
    }

    @Override
    public synchronized void close() {
        closes++;
    }
}
