package dev.plumbline;

import dev.plumbline.transform.Explanation;
import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.TransformSpec;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Makes model inputs of requests: reads the rows that a spec needs, one batch for each view, and runs the spec over them.
 *
 * <p>Thread-safe. For callers, not to be implemented but by fakes and wrappers: methods may be added.
 */
public interface OnlineVectorizer {
    /**
     * Returns the spec.
     *
     * @return the spec that is bound
     */
    TransformSpec spec();

    /**
     * Returns the names of the slots.
     *
     * @return one for each slot, in order
     */
    List<String> slotNames();

    /**
     * Refuses to serve a model that was trained with another spec, or with another binding of its inputs. Call it before
     * the first vector, and again with every new model.
     *
     * @param stamp what the model was stamped with when it was trained
     * @return this vectorizer
     * @throws dev.plumbline.transform.ModelMismatchException if fingerprint or binding hash differ
     */
    default OnlineVectorizer requireModel(ModelStamp stamp) {
        return requireModel(stamp, Set.of());
    }

    /**
     * Refuses as {@link #requireModel(ModelStamp)} does, but lets the named inputs come from elsewhere than in training.
     *
     * @param stamp what the model was stamped with when it was trained
     * @param rebindable names of inputs and sources, as in {@link TransformSpec#requireModel(ModelStamp, Set)}
     * @return this vectorizer
     * @throws dev.plumbline.transform.ModelMismatchException if the fingerprint differs, or the binding of an input that
     *     is not named
     * @throws IllegalArgumentException if a name is neither an input nor a source that an input uses
     */
    default OnlineVectorizer requireModel(ModelStamp stamp, Set<String> rebindable) {
        spec().requireModel(stamp, rebindable);
        return this;
    }

    /**
     * Returns a vectorizer whose reads want something otherwise than the client does: a deadline, a session, a store.
     *
     * @param options what each read wants
     * @return a vectorizer of the same spec
     */
    OnlineVectorizer withOptions(CallOptions options);

    /**
     * Makes one vector and waits.
     *
     * @param request the entity keys and inputs that the spec names
     * @return the vector
     * @throws IllegalArgumentException if a key is not in the request or is no key, or an input is of the wrong type; the
     *     message names the field
     * @throws FeatureException if a row could not be read
     * @throws dev.plumbline.transform.TransformException if the spec refuses a value
     */
    FeatureVector vector(Request request);

    /**
     * Makes one vector.
     *
     * @param request the entity keys and inputs that the spec names
     * @return the vector; completes with what {@link #vector} throws
     */
    CompletableFuture<FeatureVector> vectorAsync(Request request);

    /**
     * Makes many vectors and waits. One request never fails the batch.
     *
     * @param requests the requests
     * @return a vector or a reason for each, in order
     */
    FeatureVectors vectors(List<Request> requests);

    /**
     * Reads as {@link #vector} does and tells how one slot came about.
     *
     * @param request the entity keys and inputs that the spec names
     * @param slot 0 to the spec's width - 1
     * @return input, state, age, the value after each step and the slot's name
     * @throws IndexOutOfBoundsException if there is no such slot
     * @throws IllegalArgumentException as {@link #vector}
     * @throws FeatureException if a row could not be read
     */
    Explanation explain(Request request, int slot);
}
