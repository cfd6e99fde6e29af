package dev.plumbline.testing;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.FeatureTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A feature service in memory, for tests: rows that clients read through {@link #transport()}, a record of the calls that
 * arrived, a replica that lags behind and faults on demand.
 *
 * <pre>{@code
 * InMemoryFeatureStore store = InMemoryFeatureStore.create();
 * store.put(airport, EntityKey.of("DFW"), Map.of("flights", 12L, "mean_delay", 3.5));
 * FeatureClient client = FeatureClient.builder(store.transport()).views(airport).build();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class InMemoryFeatureStore {
    /** Names a row. Views of one name share their rows, as they do on a server. */
    private record RowName(String view, EntityKey key) {}

    private final ConcurrentMap<RowName, StoredRow> rows = new ConcurrentHashMap<>();
    private final FaultPlan faults = new FaultPlan();
    private final List<RecordedCall> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final Set<Object> pending = ConcurrentHashMap.newKeySet();
    private final Set<InMemoryTransport> open = ConcurrentHashMap.newKeySet();
    private volatile int maxEntities = 1_000;
    private volatile boolean notFoundCertain = true;

    /** What the replica has while it lags behind; null while it has what the primary has. */
    private volatile @Nullable Map<RowName, StoredRow> replica;

    private InMemoryFeatureStore() {}

    /**
     * Returns a store without rows.
     *
     * @return the store
     */
    public static InMemoryFeatureStore create() {
        return new InMemoryFeatureStore();
    }

    /**
     * Stores a row in place of the one that the entity had. Features that are not named are not found.
     *
     * @param view the view, whose types the values have to fit
     * @param key the entity
     * @param values values by feature: a Boolean, Integer, Long, Float, Double, String, byte[] or Instant, a List or an
     *     array of those, or null for a value that is null; they are copied
     * @return this
     * @throws IllegalArgumentException if the key does not fit the view, the view has no such feature, or its type does
     *     not take a value exactly; the message names view, feature, class and what to pass
     */
    public InMemoryFeatureStore put(FeatureView view, EntityKey key, Map<String, ? extends @Nullable Object> values) {
        RowDraft draft = row(view, key);
        values.forEach(draft::value);
        return draft.put();
    }

    /**
     * Starts a row that is to have an event time, a data version or a null; {@link RowDraft#put()} stores it.
     *
     * @param view the view
     * @param key the entity
     * @return the row
     * @throws IllegalArgumentException if the key does not fit the view
     */
    public RowDraft row(FeatureView view, EntityKey key) {
        return new RowDraft(this, view, key);
    }

    InMemoryFeatureStore put(FeatureView view, EntityKey key, StoredRow row) {
        rows.put(new RowName(view.name(), key), row);
        return this;
    }

    /**
     * Removes a row.
     *
     * @param view the view
     * @param key the entity
     * @return whether there was one
     */
    public boolean remove(FeatureView view, EntityKey key) {
        return rows.remove(new RowName(view.name(), key)) != null;
    }

    /**
     * Sets how many entities one fetch may carry, for transports made afterwards. Default 1,000.
     *
     * @param entities 1 or more
     * @return this
     * @throws IllegalArgumentException if the number is less than 1
     */
    public InMemoryFeatureStore maxEntities(int entities) {
        if (entities < 1) {
            throw new IllegalArgumentException("maxEntities: it is 1 or more, not " + entities);
        }
        this.maxEntities = entities;
        return this;
    }

    /**
     * Sets whether a row that is not here is certain not to be, for transports made afterwards. Default true.
     *
     * @param certain whether it is
     * @return this
     */
    public InMemoryFeatureStore notFoundCertain(boolean certain) {
        this.notFoundCertain = certain;
        return this;
    }

    /**
     * Lets the replica fall behind: from now on what is stored and removed is there only for reads that ask for the
     * primary, by {@code plumbline-read-preference: primary}; all others get what is here now. Does nothing if it is behind
     * already.
     *
     * @return this
     */
    public synchronized InMemoryFeatureStore pauseReplica() {
        if (replica == null) {
            replica = Map.copyOf(rows);
        }
        return this;
    }

    /**
     * Lets the replica catch up, so that all reads get the same again.
     *
     * @return this
     */
    public synchronized InMemoryFeatureStore resumeReplica() {
        replica = null;
        return this;
    }

    /**
     * Returns a transport that reads this store; each call makes one, so that several clients may share the store.
     *
     * @return a transport for one client, which closes it
     */
    public FeatureTransport transport() {
        return new InMemoryTransport(this, maxEntities, notFoundCertain);
    }

    /**
     * Returns what goes wrong.
     *
     * @return the plan, always the same
     */
    public FaultPlan faults() {
        return faults;
    }

    /**
     * Returns the calls that arrived, retries and failed ones included.
     *
     * @return the calls so far, in order
     */
    public List<RecordedCall> calls() {
        return List.copyOf(calls);
    }

    /**
     * Returns how many calls arrived.
     *
     * @return zero or more
     */
    public int callCount() {
        return calls.size();
    }

    /**
     * Returns how many entities the calls asked for in all.
     *
     * @return zero or more
     */
    public int entityCount() {
        return calls.stream().mapToInt(call -> call.keys().size()).sum();
    }

    /**
     * Returns how many calls the client cancelled before they were answered.
     *
     * @return zero or more
     */
    public int cancelledCount() {
        return cancelled.get();
    }

    /**
     * Returns how many calls have arrived and are not answered: delayed or held.
     *
     * @return zero or more
     */
    public int pendingCount() {
        return pending.size();
    }

    /** Forgets the calls and the cancels so far; rows and faults stay. */
    public void forgetCalls() {
        calls.clear();
        cancelled.set(0);
    }

    /** The rows of some entities as they are now, in the store that the headers ask for; null where there is none. */
    List<@Nullable StoredRow> find(FeatureView view, List<EntityKey> keys, Map<String, String> headers) {
        Map<RowName, StoredRow> behind = replica;
        boolean ofPrimary = "primary".equals(headers.get("plumbline-read-preference"));
        Map<RowName, StoredRow> asked = behind == null || ofPrimary ? rows : behind;
        List<@Nullable StoredRow> found = new ArrayList<>(keys.size());
        for (EntityKey key : keys) {
            found.add(asked.get(new RowName(view.name(), key)));
        }
        return found;
    }

    boolean contains(FeatureView view, EntityKey key) {
        return rows.containsKey(new RowName(view.name(), key));
    }

    void record(RecordedCall call) {
        calls.add(call);
    }

    void arrived(Object fetch) {
        pending.add(fetch);
    }

    void ended(Object fetch, boolean byCancel) {
        pending.remove(fetch);
        if (byCancel) {
            cancelled.incrementAndGet();
        }
    }

    void opened(InMemoryTransport transport) {
        open.add(transport);
    }

    void closed(InMemoryTransport transport) {
        open.remove(transport);
    }

    /** Who has started to read and not closed. */
    List<String> openClients() {
        return open.stream().map(InMemoryTransport::clientName).sorted().toList();
    }

    /** Returns how much there is; no key and no value. */
    @Override
    public String toString() {
        return "store in memory, " + rows.size() + " rows, " + calls.size() + " calls";
    }
}
