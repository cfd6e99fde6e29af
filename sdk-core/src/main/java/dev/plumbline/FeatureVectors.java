package dev.plumbline;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The model inputs of a batch: for each request, in order, a vector or the reason why there is none.
 *
 * <p>Immutable and thread-safe.
 */
public final class FeatureVectors {
    /**
     * One request's result.
     *
     * <p>Immutable and thread-safe.
     *
     * @param vector the vector, null if there is none
     * @param failure why not, null if there is one: a {@link FeatureException}, a
     *     {@link dev.plumbline.transform.TransformException} or an {@link IllegalArgumentException}
     */
    public record Result(
            @Nullable FeatureVector vector, @Nullable RuntimeException failure) {}

    private final List<Result> results;

    private FeatureVectors(List<Result> results) {
        this.results = List.copyOf(results);
    }

    /**
     * Returns a batch. For pipelines and fakes.
     *
     * @param results one for each request
     * @return the batch
     */
    public static FeatureVectors of(List<Result> results) {
        return new FeatureVectors(results);
    }

    /**
     * Returns the number of requests.
     *
     * @return zero or more
     */
    public int size() {
        return results.size();
    }

    /**
     * Returns a request's vector.
     *
     * @param index the request's place
     * @return the vector
     * @throws RuntimeException the failure, if there is no vector
     */
    public FeatureVector get(int index) {
        Result result = results.get(index);
        if (result.vector() != null) {
            return result.vector();
        }
        throw result.failure() != null ? result.failure() : new IllegalStateException("neither vector nor failure");
    }

    /**
     * Returns why a request has no vector.
     *
     * @param index the request's place
     * @return the failure, empty if there is a vector
     */
    public Optional<RuntimeException> failure(int index) {
        return Optional.ofNullable(results.get(index).failure());
    }

    /**
     * Returns which requests have a vector.
     *
     * @return their places, ascending
     */
    public int[] usable() {
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i).vector() != null)
                .toArray();
    }
}
