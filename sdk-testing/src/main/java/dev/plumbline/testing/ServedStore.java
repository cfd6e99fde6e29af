package dev.plumbline.testing;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of an {@link InMemoryFeatureStore}, for those who write a server for tests: it finds the rows that a
 * request asks for, writes the request down in the store's record, and delays, holds, fails, shuffles and leaves out what
 * the store's fault plan says. The server decodes requests and encodes rows.
 *
 * <p>Its views are the server's: views of one name share their rows, so a client's view may have other features, in
 * another order, than the server's. Thread-safe.
 */
public final class ServedStore implements AutoCloseable {
    /** Stands for a request that came without a deadline. */
    public static final Duration NO_DEADLINE = Duration.ofSeconds(Long.MAX_VALUE);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final InMemoryFeatureStore store;
    private final List<FeatureView> views;
    private final ScheduledThreadPoolExecutor threads;
    private final Set<ServedCall> underWay = ConcurrentHashMap.newKeySet();

    private ServedStore(InMemoryFeatureStore store, List<FeatureView> views) {
        this.store = store;
        this.views = List.copyOf(views);
        String name = "feature-server-" + COUNT.incrementAndGet();
        this.threads = new ScheduledThreadPoolExecutor(2, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        threads.setRemoveOnCancelPolicy(true);
    }

    /**
     * Serves a store.
     *
     * @param store the rows and what goes wrong
     * @param views what the server knows, at least one
     * @return the server's side, which the server closes
     * @throws IllegalArgumentException if there is no view
     */
    public static ServedStore of(InMemoryFeatureStore store, FeatureView... views) {
        if (views.length == 0) {
            throw new IllegalArgumentException("a server without a view: name at least one");
        }
        return new ServedStore(store, Arrays.asList(views));
    }

    /**
     * Returns the store.
     *
     * @return the rows, the faults and the record of calls
     */
    public InMemoryFeatureStore store() {
        return store;
    }

    /**
     * Returns what the server knows.
     *
     * @return the views, at least one
     */
    public List<FeatureView> views() {
        return views;
    }

    /**
     * Finds a view by its name.
     *
     * @param name the name
     * @return the view, empty if the server does not know it
     */
    public Optional<FeatureView> view(String name) {
        return views.stream().filter(view -> view.name().equals(name)).findFirst();
    }

    /**
     * Finds the view that a request means which names features only.
     *
     * @param features the names
     * @return the first view that has most of them
     */
    public FeatureView viewWith(Collection<String> features) {
        FeatureView best = views.get(0);
        long most = 0;
        for (FeatureView view : views) {
            long known = features.stream()
                    .filter(feature -> view.findSlot(feature) >= 0)
                    .count();
            if (known > most) {
                most = known;
                best = view;
            }
        }
        return best;
    }

    /**
     * Finds the view that a request means which names an entity only.
     *
     * @param id the entity's id as a text
     * @return the first view that has a row of it, else the first
     */
    public FeatureView viewOf(String id) {
        return views.stream()
                .filter(view -> store.contains(view, key(view, id)))
                .findFirst()
                .orElse(views.get(0));
    }

    /**
     * Returns the key that an id stands for on a contract that carries texts: 3 and "3" are one id.
     *
     * @param view the view
     * @param id the id, not empty
     * @return the key of a number if the store has a row of that, else of the text
     * @throws IllegalArgumentException if no key takes the text
     */
    public EntityKey key(FeatureView view, String id) {
        EntityKey text = EntityKey.of(id);
        if (!store.contains(view, text) && id.matches("-?[0-9]{1,18}")) {
            EntityKey number = EntityKey.of(Long.parseLong(id));
            return number.text(0).equals(id) && store.contains(view, number) ? number : text;
        }
        return text;
    }

    /**
     * Takes a request. What becomes of it and the rows that it reads are settled now; the answer may come later, on
     * another thread.
     *
     * @param view the server's view
     * @param keys the entities, in the request's order
     * @param headers the metadata that came with it, lower-case names
     * @param timeLeft how long the client waits, {@link #NO_DEADLINE} if it does not say
     * @param reply sends the answer
     * @return the call, to be told when the client gives it up
     */
    public ServedCall receive(
            FeatureView view,
            List<EntityKey> keys,
            Map<String, String> headers,
            Duration timeLeft,
            ServedCall.Reply reply) {
        store.record(new RecordedCall(view, keys, headers, Instant.now(), timeLeft));
        FaultPlan.Verdict verdict = store.faults().next();
        List<ServedRow> rows = rows(view, keys, headers, verdict);
        ServedCall call = new ServedCall(reply, timeLeft, this::ended);
        underWay.add(call);
        store.arrived(call);
        TransportException failure = verdict.failure();
        Runnable answer = failure != null ? () -> call.fail(failure) : () -> call.answer(rows);
        store.faults().gate().pass(() -> later(answer, verdict.delay()));
        return call;
    }

    private void later(Runnable answer, Duration delay) {
        try {
            threads.schedule(answer, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The server has ended, and its calls with it.
        }
    }

    private List<ServedRow> rows(
            FeatureView view, List<EntityKey> keys, Map<String, String> headers, FaultPlan.Verdict verdict) {
        long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        List<@Nullable StoredRow> found = store.find(view, keys, headers);
        List<ServedRow> rows = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            EntityKey key = keys.get(i);
            TransportException.Kind failed = verdict.failed().get(key);
            StoredRow stored = found.get(i);
            if (failed != null) {
                rows.add(new ServedRow(key, FeatureRow.failed(view, Failure.of(failed), now)));
            } else if (!verdict.omitted().contains(key)) {
                rows.add(new ServedRow(
                        key,
                        stored == null ? FeatureRow.notFound(view, now) : stored.read(view, verdict.dropped(), now)));
            }
        }
        for (int i = 0; i < verdict.extraEntities(); i++) {
            Object[] values = new Object[view.joinKeys().size()];
            Arrays.fill(values, "extra " + i);
            rows.add(new ServedRow(EntityKey.composite(values), FeatureRow.notFound(view, now)));
        }
        return store.faults().ordered(rows);
    }

    private void ended(ServedCall call, boolean byCancel) {
        underWay.remove(call);
        store.ended(call, byCancel);
    }

    /** Drops the calls that are not answered. The store stays as it is. */
    @Override
    public void close() {
        threads.shutdownNow();
        underWay.forEach(ServedCall::drop);
    }
}
