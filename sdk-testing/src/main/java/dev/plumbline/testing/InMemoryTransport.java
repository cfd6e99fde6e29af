package dev.plumbline.testing;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Reads a store in memory the way a server is read: its answers are looked up by key and set in the request's order. */
final class InMemoryTransport implements FeatureTransport {
    static final String NAME = "in-memory";

    private final InMemoryFeatureStore store;
    private final int maxEntities;
    private final boolean notFoundCertain;
    private final Set<FeatureView> bound = ConcurrentHashMap.newKeySet();
    private final Set<PendingFetch> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable ClientRuntime runtime;

    InMemoryTransport(InMemoryFeatureStore store, int maxEntities, boolean notFoundCertain) {
        this.store = store;
        this.maxEntities = maxEntities;
        this.notFoundCertain = notFoundCertain;
    }

    /** What the store answers for one entity. */
    private record Answer(EntityKey key, @Nullable StoredRow row) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int maxEntities() {
        return maxEntities;
    }

    @Override
    public boolean isNotFoundCertain() {
        return notFoundCertain;
    }

    @Override
    public synchronized void start(ClientRuntime given) {
        if (runtime == null) {
            runtime = given;
            store.opened(this);
        }
    }

    String clientName() {
        ClientRuntime own = runtime;
        return own == null ? "?" : own.clientName();
    }

    @Override
    public void bind(ViewBinding binding) {
        bound.add(binding.view());
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        ClientRuntime own = runtime;
        if (own == null) {
            return CompletableFuture.failedFuture(notStarted());
        }
        FeatureView view = request.binding().view();
        Duration timeLeft =
                Duration.ofNanos(context.deadlineNanos() - own.ticker().nanos());
        store.record(new RecordedCall(
                view, request.keys(), context.headers(), own.clock().instant(), timeLeft));
        FaultPlan.Verdict verdict = store.faults().next();
        List<Answer> answers = answers(view, request.keys(), context.headers(), verdict);
        PendingFetch fetch = new PendingFetch(own, this::ended);
        underWay.add(fetch);
        store.arrived(fetch);
        TransportException refusal = refusal(view, request.keys().size());
        if (refusal != null) {
            fetch.fail(refusal);
            return fetch;
        }
        if (!fetch.expireIn(timeLeft)) {
            return fetch;
        }
        store.faults()
                .gate()
                .pass(() -> fetch.answerIn(verdict.delay(), () -> {
                    if (verdict.failure() != null) {
                        throw verdict.failure();
                    }
                    return aligned(request, answers, verdict, own.nowMicros());
                }));
        return fetch;
    }

    private TransportException notStarted() {
        return Failure.of(
                TransportException.Kind.CLOSED,
                closed.get()
                        ? "the transport is closed"
                        : "the transport is not started: build a client with it first");
    }

    private @Nullable TransportException refusal(FeatureView view, int keys) {
        if (closed.get()) {
            return Failure.of(TransportException.Kind.CLOSED, "the transport is closed");
        }
        if (!bound.contains(view)) {
            return Failure.of(
                    TransportException.Kind.UNIMPLEMENTED, "view '" + view.name() + "' was not bound before the fetch");
        }
        return keys <= maxEntities
                ? null
                : Failure.of(
                        TransportException.Kind.TOO_LARGE, keys + " keys, at most " + maxEntities + " are allowed");
    }

    private List<Answer> answers(
            FeatureView view, List<EntityKey> keys, Map<String, String> headers, FaultPlan.Verdict verdict) {
        List<Answer> answers = new ArrayList<>();
        List<@Nullable StoredRow> found = store.find(view, keys, headers);
        for (int i = 0; i < keys.size(); i++) {
            if (!verdict.omitted().contains(keys.get(i))) {
                answers.add(new Answer(keys.get(i), found.get(i)));
            }
        }
        for (int i = 0; i < verdict.extraEntities(); i++) {
            Object[] values = new Object[view.joinKeys().size()];
            java.util.Arrays.fill(values, "extra " + i);
            answers.add(new Answer(EntityKey.composite(values), new StoredRow(Map.of(), 0, 0)));
        }
        return store.faults().ordered(answers);
    }

    private static List<FeatureRow> aligned(
            FetchRequest request, List<Answer> answers, FaultPlan.Verdict verdict, long nowMicros) {
        FeatureView view = request.binding().view();
        Map<EntityKey, FeatureRow> byKey = new HashMap<>();
        for (Answer answer : answers) {
            if (answer.row() != null) {
                byKey.put(answer.key(), answer.row().read(request.binding(), verdict.dropped(), nowMicros));
            }
        }
        verdict.failed().forEach((key, kind) -> byKey.put(key, FeatureRow.failed(view, Failure.of(kind), nowMicros)));
        FeatureRow absent = FeatureRow.notFound(view, nowMicros);
        List<FeatureRow> rows = new ArrayList<>(request.keys().size());
        request.keys().forEach(key -> rows.add(byKey.getOrDefault(key, absent)));
        for (int i = 0; i < verdict.extraRows(); i++) {
            rows.add(absent);
        }
        return rows;
    }

    private void ended(PendingFetch fetch, boolean byCancel) {
        underWay.remove(fetch);
        store.ended(fetch, byCancel);
    }

    @Override
    public CompletableFuture<Void> warmUp() {
        return closed.get() || runtime == null
                ? CompletableFuture.failedFuture(notStarted())
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public void recover() {}

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            store.closed(this);
            underWay.forEach(
                    fetch -> fetch.fail(Failure.of(TransportException.Kind.CLOSED, "the transport was closed")));
        }
    }

    @Override
    public String toString() {
        return NAME;
    }
}
