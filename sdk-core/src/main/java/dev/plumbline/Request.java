package dev.plumbline;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller knows when it asks for a prediction: entity keys and request inputs, by field name.
 *
 * <p>A value is a String, Boolean, Integer, Long, Float, Double, Instant, {@code byte[]}, an array of booleans, ints,
 * longs, floats, doubles or Strings for a list or vector, or null for "known to be null". Arrays are copied. A field that
 * is left out is not found. Immutable and thread-safe.
 */
public final class Request {
    private final Map<String, @Nullable Object> fields;

    private final @Nullable String id;

    private Request(Map<String, @Nullable Object> fields, @Nullable String id) {
        this.fields = fields;
        this.id = id;
    }

    /**
     * Returns a request.
     *
     * @param fieldsAndValues field name, value, field name, value, and so on
     * @return the request
     * @throws IllegalArgumentException if the number of arguments is odd, a name is not a String or comes twice, or a
     *     value is of another class than the description names; the message says which
     */
    public static Request of(@Nullable Object... fieldsAndValues) {
        if (fieldsAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "a request takes pairs of field name and value, not " + fieldsAndValues.length + " arguments");
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            if (!(fieldsAndValues[i] instanceof String name)) {
                throw new IllegalArgumentException(
                        "request argument " + i + " is no field name but " + fieldsAndValues[i]);
            }
            if (fields.containsKey(name)) {
                throw new IllegalArgumentException("request field '" + name + "' comes twice");
            }
            fields.put(name, checked(name, fieldsAndValues[i + 1]));
        }
        return new Request(fields, null);
    }

    /**
     * Returns a request.
     *
     * @param fields the values by field name; copied
     * @return the request
     * @throws IllegalArgumentException if a value is of another class than the description names; the message says which
     */
    public static Request of(Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(name, checked(name, value)));
        return new Request(copy, null);
    }

    /**
     * Returns this request with an id, which goes into the feature log and nowhere else.
     *
     * @param requestId what the caller calls the request
     * @return a new request
     */
    public Request withId(String requestId) {
        return new Request(fields, requestId);
    }

    /**
     * Returns what the caller calls the request.
     *
     * @return the id, empty unless it was set
     */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    private static @Nullable Object checked(String name, @Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Float
                || value instanceof Double
                || value instanceof Instant) {
            return value;
        }
        if (value instanceof byte[] octets) {
            return octets.clone();
        }
        Object copy = elements(value);
        if (copy != null) {
            return copy;
        }
        throw new IllegalArgumentException("request field '" + name + "' is a "
                + value.getClass().getName()
                + ": pass a String, Boolean, Integer, Long, Float, Double, Instant, byte[], or for a list or vector a"
                + " boolean[], int[], long[], float[], double[] or String[]");
    }

    private static @Nullable Object elements(Object value) {
        if (value instanceof boolean[] array) {
            return array.clone();
        }
        if (value instanceof int[] array) {
            return array.clone();
        }
        if (value instanceof long[] array) {
            return array.clone();
        }
        if (value instanceof float[] array) {
            return array.clone();
        }
        if (value instanceof double[] array) {
            return array.clone();
        }
        return value instanceof String[] array ? array.clone() : null;
    }

    /**
     * Tells whether the request has a field.
     *
     * @param field its name
     * @return whether it is there, null or not
     */
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /**
     * Returns a field's value.
     *
     * @param field its name
     * @return the value, null if it is null or not there; an array is shared and must not be changed
     */
    public @Nullable Object value(String field) {
        return fields.get(field);
    }

    /**
     * Returns the names of the fields.
     *
     * @return the names, in the order they were given
     */
    public Set<String> fields() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** Returns the field names; no value, so that it may be logged. */
    @Override
    public String toString() {
        return "request" + fields.keySet();
    }
}
