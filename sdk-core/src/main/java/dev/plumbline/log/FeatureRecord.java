package dev.plumbline.log;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.Vectorizer;
import java.lang.reflect.Array;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One served vector and all that it was made from: the raw inputs with their states, before any step of the spec.
 *
 * <p>Immutable and thread-safe, as long as nobody changes an array in it.
 *
 * @param spec the spec's name
 * @param version the spec's version
 * @param fingerprint the spec's semantic fingerprint
 * @param bindingHash the spec's binding hash
 * @param servedAt when it was served
 * @param requestId the request's id, empty if it had none
 * @param degraded whether a row that went in was stale, a fallback or failed
 * @param oldestAge the age of the oldest row that went in, zero if no row did
 * @param sources the rows that went in, one for each source of the spec
 * @param inputs the inputs that the spec uses, in its order
 * @param vector what the spec made of them
 */
public record FeatureRecord(
        String spec,
        String version,
        String fingerprint,
        String bindingHash,
        Instant servedAt,
        Optional<String> requestId,
        boolean degraded,
        Duration oldestAge,
        List<Source> sources,
        List<Input> inputs,
        LoggedVector vector) {
    private static final int OWN_OCTETS = 512;
    private static final int PART_OCTETS = 128;

    /**
     * Makes a record.
     *
     * @param spec the spec's name
     * @param version the spec's version
     * @param fingerprint the spec's semantic fingerprint
     * @param bindingHash the spec's binding hash
     * @param servedAt when it was served
     * @param requestId the request's id, empty if it had none
     * @param degraded whether a row that went in was stale, a fallback or failed
     * @param oldestAge the age of the oldest row that went in
     * @param sources the rows that went in
     * @param inputs the inputs that the spec uses, in its order
     * @param vector what the spec made of them
     */
    public FeatureRecord {
        sources = List.copyOf(sources);
        inputs = List.copyOf(inputs);
    }

    /**
     * A row that went in. Immutable and thread-safe.
     *
     * @param alias what the spec calls the source
     * @param view the view's name
     * @param key the entity
     * @param status whether the entity was known and could be read
     * @param freshness whether the row was fresh, stale or a fallback
     * @param eventTime when the row's values came about, empty if that is unknown
     * @param age the row's age when it was served, from its event time or else from its receipt
     */
    public record Source(
            String alias,
            String view,
            EntityKey key,
            RowStatus status,
            Freshness freshness,
            Optional<Instant> eventTime,
            Duration age) {}

    /**
     * An input as it went in. Immutable and thread-safe, as long as nobody changes an array in it.
     *
     * @param name the input's name in the spec
     * @param type its type
     * @param state its state
     * @param value as {@link InputRow#value(int)}
     * @param ageMicros its age in microseconds, negative if unknown
     */
    public record Input(
            String name,
            FeatureType type,
            ValueState state,
            @Nullable Object value,
            long ageMicros) {
        private long octets() {
            long octets = PART_OCTETS;
            if (value instanceof String text) {
                octets += 2L * text.length();
            } else if (value instanceof String[] texts) {
                for (String text : texts) {
                    octets += 48 + 2L * text.length();
                }
            } else if (value instanceof byte[][] values) {
                for (byte[] octet : values) {
                    octets += 16L + octet.length;
                }
            } else if (value != null && value.getClass().isArray()) {
                octets += 8L * Array.getLength(value);
            }
            return octets;
        }
    }

    /**
     * Returns the inputs as the same spec takes them, to be transformed once more.
     *
     * @param vectorizer the spec, compiled
     * @return a row of inputs, each with its value, state and age
     * @throws IllegalArgumentException if the spec has another semantic fingerprint; the message names both
     */
    public InputRow inputs(Vectorizer vectorizer) {
        if (!vectorizer.fingerprint().equals(fingerprint)) {
            throw new IllegalArgumentException("the record was made by spec '" + spec + "' " + fingerprint
                    + ", and this one has " + vectorizer.fingerprint() + ": replay it with the spec that served it");
        }
        InputRow row = vectorizer.newInputs();
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            int number = row.input(input.name());
            row.set(number, input.state(), input.value());
            row.setAgeMicros(number, input.ageMicros());
        }
        return row;
    }

    /**
     * Returns about how much memory the record takes, for the bound of the queue.
     *
     * @return octets
     */
    public int octets() {
        long octets = OWN_OCTETS + PART_OCTETS * 2L * sources.size() + vector.octets();
        for (Input input : inputs) {
            octets += input.octets();
        }
        return (int) Math.min(octets, Integer.MAX_VALUE);
    }

    /** Returns the spec and how many inputs there are; no key and no value, so that it may be logged. */
    @Override
    public String toString() {
        return "record of " + spec + " " + version + ", " + inputs.size() + " inputs";
    }
}
