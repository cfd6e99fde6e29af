package dev.plumbline;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.log.Prediction;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transport.FeatureTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads features of entities, through a cache if it has one, and turns them into model inputs.
 *
 * <p>Make one for the life of a service; it is thread-safe. Every call throws {@link FeatureRejectedException} once the
 * client is closed, and {@link IllegalArgumentException} for a view that was not registered or a key that is null or does
 * not fit the view; the message names the view and, in a batch, the key's index. Asynchronous calls throw these at once
 * and complete with a {@link FeatureException} for all else: near hits at once, the rest on the callback executor, whose
 * threads are there for short stages and not for waiting. Cancelling a returned future ends that caller's wait and harms
 * no other.
 *
 * <p>For callers, not to be implemented but by fakes and wrappers: methods may be added.
 */
public interface FeatureClient extends AutoCloseable {
    /**
     * Starts a client.
     *
     * @param transport where features are read, for all views that no other transport is named for
     * @return a builder
     */
    static FeatureClientBuilder builder(FeatureTransport transport) {
        return new FeatureClientBuilder(transport);
    }

    /**
     * Reads one entity and waits.
     *
     * @param view the view
     * @param key the entity
     * @return its row; an unknown entity has one too, of status not found
     * @throws FeatureException if it could not be read in time and no row within the stale bounds is at hand
     */
    default FeatureRow get(FeatureView view, EntityKey key) {
        return get(view, key, CallOptions.ofDefaults());
    }

    /**
     * Reads one entity and waits.
     *
     * @param view the view
     * @param key the entity
     * @param options what this call wants otherwise
     * @return its row; an unknown entity has one too, of status not found
     * @throws FeatureException if it could not be read in time and no row within the stale bounds is at hand
     */
    FeatureRow get(FeatureView view, EntityKey key, CallOptions options);

    /**
     * Reads one entity.
     *
     * @param view the view
     * @param key the entity
     * @return its row
     */
    default CompletableFuture<FeatureRow> getAsync(FeatureView view, EntityKey key) {
        return getAsync(view, key, CallOptions.ofDefaults());
    }

    /**
     * Reads one entity.
     *
     * @param view the view
     * @param key the entity
     * @param options what this call wants otherwise
     * @return its row
     */
    CompletableFuture<FeatureRow> getAsync(FeatureView view, EntityKey key, CallOptions options);

    /**
     * Reads many entities and waits.
     *
     * @param view the view
     * @param keys the entities, any number, duplicates allowed
     * @return one row for each key in that order; an entity that could not be read has a row of status error
     */
    default FeatureRows getAll(FeatureView view, List<EntityKey> keys) {
        return getAll(view, keys, CallOptions.ofDefaults());
    }

    /**
     * Reads many entities and waits.
     *
     * @param view the view
     * @param keys the entities, any number, duplicates allowed
     * @param options what this call wants otherwise
     * @return one row for each key in that order; an entity that could not be read has a row of status error
     */
    FeatureRows getAll(FeatureView view, List<EntityKey> keys, CallOptions options);

    /**
     * Reads many entities.
     *
     * @param view the view
     * @param keys the entities, any number, duplicates allowed
     * @return one row for each key in that order
     */
    default CompletableFuture<FeatureRows> getAllAsync(FeatureView view, List<EntityKey> keys) {
        return getAllAsync(view, keys, CallOptions.ofDefaults());
    }

    /**
     * Reads many entities.
     *
     * @param view the view
     * @param keys the entities, any number, duplicates allowed
     * @param options what this call wants otherwise
     * @return one row for each key in that order
     */
    CompletableFuture<FeatureRows> getAllAsync(FeatureView view, List<EntityKey> keys, CallOptions options);

    /**
     * Binds a spec to the registered views.
     *
     * @param spec the spec
     * @return what makes model inputs of requests
     * @throws dev.plumbline.transform.SpecException if a source's view is not registered, lacks a feature, or has it in
     *     a type that does not widen exactly to the input's; the message names spec, input and view
     */
    OnlineVectorizer vectorizer(TransformSpec spec);

    /**
     * Forgets a row in this process and in the far tier, and keeps loads under way from storing what they read before.
     * Other processes may serve it until their near tier's bound. Returns when this process has forgotten; the far tier
     * follows.
     *
     * @param view the view
     * @param key the entity
     * @return completes with whether the far tier is known to have forgotten too; true where there is none
     */
    CompletableFuture<Boolean> invalidate(FeatureView view, EntityKey key);

    /**
     * Forgets all rows of all views, in this process at once, in the far tier for all processes of the cache's namespace.
     * Other processes may serve what they hold until their near tier's bound.
     *
     * @return completes with whether the far tier is known to have forgotten too; true where there is none
     */
    CompletableFuture<Boolean> invalidateAll();

    /**
     * Brackets a write of an entity's features that the caller makes, on the calling thread. When this returns, no later
     * read of this client answers what was before, as long as the feature service itself does not. Reads that overlap the
     * write may answer either. For the setting {@code read.sticky-window} (5 s) this client reads the row from the primary
     * of the feature service, if that has replicas that lag behind. Other processes may serve the old row until their near
     * tier's bound; one that must not reads in the same {@linkplain #session() session}, or with the receipt's version as
     * its {@linkplain CallOptions#minVersion(long) minimum}.
     *
     * <p>If the action throws, the write may have taken effect, or may yet: the row is forgotten at once, and again after
     * the setting {@code write-timeout}.
     *
     * @param view the view
     * @param key the entity
     * @param action the write; it may read through this client
     * @param <X> what the action may throw
     * @return what is known of the write
     * @throws X if the action does
     * @throws IllegalArgumentException if the action answers null or a row of another view; the row is forgotten then as
     *     if the action had thrown
     */
    <X extends Exception> WriteReceipt write(FeatureView view, EntityKey key, WriteAction<X> action) throws X;

    /**
     * Does the same in a session: reads that follow it, by {@link CallOptions#withSession(FeatureSession)}, see the write,
     * in this process and in others.
     *
     * @param view the view
     * @param key the entity
     * @param session what the write becomes part of, also if the action throws
     * @param action the write; it may read through this client
     * @param <X> what the action may throw
     * @return what is known of the write
     * @throws X if the action does
     * @throws IllegalArgumentException if the action answers null or a row of another view; the row is forgotten then as
     *     if the action had thrown
     */
    <X extends Exception> WriteReceipt write(
            FeatureView view, EntityKey key, FeatureSession session, WriteAction<X> action) throws X;

    /**
     * Begins a session: what it writes, it reads.
     *
     * @return a session without writes; it may be used with other clients too
     */
    FeatureSession session();

    /**
     * Logs a prediction: hands it to the sink that the builder was given. Neither waits nor fails for the sink's sake: what
     * cannot be sent is counted as failed, what there is no room for as dropped, and so is what is logged after {@link
     * #close()}.
     *
     * @param prediction the prediction
     * @throws NullPointerException if it is null
     * @throws IllegalStateException if the builder was given no sink
     */
    void logPrediction(Prediction prediction);

    /**
     * Connects all transports and waits.
     *
     * @param timeout how long to wait, 1 ms to 1 hour
     * @return whether all are ready
     * @throws IllegalArgumentException if the timeout is out of range
     */
    boolean warmUp(Duration timeout);

    /**
     * Ends the client, its transports, its cache and its sinks; reads under way fail. Waits for logged events to be sent,
     * for the settings {@code prediction-log.drain} and {@code feature-log.drain} at most. Does nothing the second time,
     * and throws nothing.
     */
    @Override
    void close();
}
