package dev.plumbline.transform.model;

import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.TransformSpec;
import java.util.Set;
import java.util.function.Function;

/**
 * The model that a service answers with, and the spec that makes its inputs, exchanged as one while requests run.
 *
 * <p>A pair gets in only if its model was trained with its spec, so that a request that takes {@link #current()} once never
 * sees a model beside another one's inputs. Thread-safe.
 *
 * @param <V> what makes the inputs: a {@link TransformSpec}, or an online vectorizer that is bound to one
 * @param <M> the model
 */
public final class ServedModel<V, M> {
    /**
     * A model with what makes its inputs. Immutable and thread-safe if the two are.
     *
     * @param vectorizer what makes the inputs
     * @param model the model
     * @param stamp what the model was stamped with
     * @param <V> what makes the inputs
     * @param <M> the model
     */
    public record Pair<V, M>(V vectorizer, M model, ModelStamp stamp) {}

    private final Function<? super V, TransformSpec> specOf;
    private volatile Pair<V, M> current;

    private ServedModel(Function<? super V, TransformSpec> specOf, Pair<V, M> first) {
        this.specOf = specOf;
        this.current = first;
    }

    /**
     * Starts to serve a model.
     *
     * @param specOf how to get at the spec of what makes the inputs, such as {@code OnlineVectorizer::spec}
     * @param vectorizer what makes the inputs
     * @param model the model
     * @param stamp what the model was stamped with
     * @return the served model
     * @param <V> what makes the inputs
     * @param <M> the model
     * @throws dev.plumbline.transform.ModelMismatchException if the model was trained with another spec or binding
     */
    public static <V, M> ServedModel<V, M> of(
            Function<? super V, TransformSpec> specOf, V vectorizer, M model, ModelStamp stamp) {
        return of(specOf, vectorizer, model, stamp, Set.of());
    }

    /**
     * Starts to serve a model as {@link #of(Function, Object, Object, ModelStamp)} does, but lets the named inputs come from
     * elsewhere than in training.
     *
     * @param specOf how to get at the spec of what makes the inputs
     * @param vectorizer what makes the inputs
     * @param model the model
     * @param stamp what the model was stamped with
     * @param rebindable names of inputs and sources, as in {@link TransformSpec#requireModel(ModelStamp, Set)}
     * @return the served model
     * @param <V> what makes the inputs
     * @param <M> the model
     * @throws dev.plumbline.transform.ModelMismatchException if the model was trained with another spec, or with another
     *     binding of an input that is not named
     * @throws IllegalArgumentException if a name is neither an input nor a source that an input uses
     */
    public static <V, M> ServedModel<V, M> of(
            Function<? super V, TransformSpec> specOf,
            V vectorizer,
            M model,
            ModelStamp stamp,
            Set<String> rebindable) {
        return new ServedModel<>(specOf, checked(specOf, vectorizer, model, stamp, rebindable));
    }

    /**
     * Returns what is served now. Take it once for each request, and read both from it.
     *
     * @return the pair
     */
    public Pair<V, M> current() {
        return current;
    }

    /**
     * Serves another model from now on, unless it does not fit: then all stays as it is.
     *
     * @param vectorizer what makes the inputs
     * @param model the model
     * @param stamp what the model was stamped with
     * @return the pair that was served until now, for the caller to close; requests that took it may still use it
     * @throws dev.plumbline.transform.ModelMismatchException if the model was trained with another spec or binding
     */
    public Pair<V, M> swap(V vectorizer, M model, ModelStamp stamp) {
        return swap(vectorizer, model, stamp, Set.of());
    }

    /**
     * Serves another model from now on as {@link #swap(Object, Object, ModelStamp)} does, but lets the named inputs come
     * from elsewhere than in training.
     *
     * @param vectorizer what makes the inputs
     * @param model the model
     * @param stamp what the model was stamped with
     * @param rebindable names of inputs and sources, as in {@link TransformSpec#requireModel(ModelStamp, Set)}
     * @return the pair that was served until now, for the caller to close; requests that took it may still use it
     * @throws dev.plumbline.transform.ModelMismatchException if the model was trained with another spec, or with another
     *     binding of an input that is not named
     * @throws IllegalArgumentException if a name is neither an input nor a source that an input uses
     */
    public Pair<V, M> swap(V vectorizer, M model, ModelStamp stamp, Set<String> rebindable) {
        Pair<V, M> next = checked(specOf, vectorizer, model, stamp, rebindable);
        synchronized (this) {
            Pair<V, M> last = current;
            current = next;
            return last;
        }
    }

    private static <V, M> Pair<V, M> checked(
            Function<? super V, TransformSpec> specOf,
            V vectorizer,
            M model,
            ModelStamp stamp,
            Set<String> rebindable) {
        specOf.apply(vectorizer).requireModel(stamp, rebindable);
        return new Pair<>(vectorizer, model, stamp);
    }

    /** Returns the stamp of the model that is served. */
    @Override
    public String toString() {
        return "serving " + current().stamp();
    }
}
