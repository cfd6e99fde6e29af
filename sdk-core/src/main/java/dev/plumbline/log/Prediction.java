package dev.plumbline.log;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model said of an entity: scores by name, and which version of the model it was.
 *
 * <p>Immutable and thread-safe.
 */
public final class Prediction {
    /** The longest text that a prediction takes, in UTF-16 units. */
    public static final int MAX_LENGTH = 4096;

    private static final int OWN_OCTETS = 128;
    private static final int SCORE_OCTETS = 64;

    private final String entity;
    private final String modelVersion;
    private final String[] names;
    private final double[] scores;
    private final @Nullable Instant requestTime;

    private Prediction(
            String entity, String modelVersion, String[] names, double[] scores, @Nullable Instant requestTime) {
        this.entity = entity;
        this.modelVersion = modelVersion;
        this.names = names;
        this.scores = scores;
        this.requestTime = requestTime;
    }

    /**
     * Returns a prediction of one score.
     *
     * @param entity the entity's key as text, 1 to {@value #MAX_LENGTH} UTF-16 units
     * @param modelVersion which model, 1 to {@value #MAX_LENGTH} UTF-16 units
     * @param scoreName what the score is called, 1 to {@value #MAX_LENGTH} UTF-16 units
     * @param score the score; NaN and infinities are taken
     * @return the prediction
     * @throws IllegalArgumentException if a text is empty, too long or has a lone surrogate; the message names it
     */
    public static Prediction of(String entity, String modelVersion, String scoreName, double score) {
        return new Prediction(
                checked("the entity", entity),
                checked("the model version", modelVersion),
                new String[] {checked("the score's name", scoreName)},
                new double[] {score},
                null);
    }

    /**
     * Returns a prediction.
     *
     * @param entity the entity's key as text, 1 to {@value #MAX_LENGTH} UTF-16 units
     * @param modelVersion which model, 1 to {@value #MAX_LENGTH} UTF-16 units
     * @param scores at least one score by its name, in the order of the map; NaN and infinities are taken
     * @return the prediction
     * @throws IllegalArgumentException if there is no score, one is null, or a text is empty, too long or has a lone
     *     surrogate; the message names it
     */
    public static Prediction of(String entity, String modelVersion, Map<String, Double> scores) {
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("a prediction needs at least one score");
        }
        String[] names = new String[scores.size()];
        double[] values = new double[names.length];
        int next = 0;
        for (Map.Entry<String, Double> score : scores.entrySet()) {
            Double value = score.getValue();
            if (value == null) {
                throw new IllegalArgumentException("score '" + score.getKey() + "' is null: leave it out");
            }
            names[next] = checked("the name of score " + next, score.getKey());
            values[next++] = value;
        }
        return new Prediction(
                checked("the entity", entity), checked("the model version", modelVersion), names, values, null);
    }

    private static String checked(String what, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw new IllegalArgumentException("prediction: " + what + " is " + (text == null ? "null" : "empty"));
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "prediction: " + what + " has " + text.length() + " characters, more than " + MAX_LENGTH);
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw new IllegalArgumentException(
                            "prediction: " + what + " has a lone surrogate at index " + i + ": it is not Unicode text");
                }
                i++;
            }
        }
        return text;
    }

    /**
     * Returns this prediction with the time of its request.
     *
     * @param time when the prediction was asked for
     * @return a new prediction
     */
    public Prediction at(Instant time) {
        return new Prediction(entity, modelVersion, names, scores, time);
    }

    /**
     * Returns whom the prediction is about.
     *
     * @return the entity's key as text
     */
    public String entity() {
        return entity;
    }

    /**
     * Returns which model made it.
     *
     * @return the model's version
     */
    public String modelVersion() {
        return modelVersion;
    }

    /**
     * Returns the number of scores.
     *
     * @return 1 or more
     */
    public int size() {
        return names.length;
    }

    /**
     * Returns what a score is called.
     *
     * @param index 0 to {@code size() - 1}
     * @return the name
     * @throws IndexOutOfBoundsException if there is no such score
     */
    public String scoreName(int index) {
        return names[index];
    }

    /**
     * Returns a score.
     *
     * @param index 0 to {@code size() - 1}
     * @return the score
     * @throws IndexOutOfBoundsException if there is no such score
     */
    public double score(int index) {
        return scores[index];
    }

    /**
     * Returns the scores by name. {@link #size()}, {@link #scoreName} and {@link #score} do the same without garbage.
     *
     * @return a map in the order the scores were given
     */
    public Map<String, Double> scores() {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            map.put(names[i], scores[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    /**
     * Returns when the prediction was asked for.
     *
     * @return the time, empty unless it was set
     */
    public Optional<Instant> requestTime() {
        return Optional.ofNullable(requestTime);
    }

    /**
     * Returns about how much memory the prediction takes, for the bound of the queue.
     *
     * @return octets, two for each character
     */
    public int octets() {
        long octets = OWN_OCTETS + 2L * (entity.length() + modelVersion.length());
        for (String name : names) {
            octets += SCORE_OCTETS + 2L * name.length();
        }
        return (int) Math.min(octets, Integer.MAX_VALUE);
    }

    /** Returns the model's version and how many scores there are; no key, so that it may be logged. */
    @Override
    public String toString() {
        return "prediction of " + modelVersion + ", " + names.length + " scores";
    }
}
