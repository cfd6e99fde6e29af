package dev.plumbline.feature;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names one entity by the values of its join keys: one text or number mostly, several for a composite key.
 *
 * <p>The text {@code "3"} and the number {@code 3} are two keys. Immutable and thread-safe.
 */
public final class EntityKey {
    /** The longest text that a key takes, in UTF-16 units. */
    public static final int MAX_LENGTH = 4096;

    private final Object[] values;
    private final int hash;

    private EntityKey(Object... values) {
        this.values = values;
        this.hash = Arrays.hashCode(values);
    }

    /**
     * Returns the key of an entity that is named by a text.
     *
     * @param value the join key's value, 1 to {@value #MAX_LENGTH} UTF-16 units
     * @return the key
     * @throws IllegalArgumentException if the value is null, empty, too long or has a lone surrogate
     */
    public static EntityKey of(String value) {
        return new EntityKey(checked(value, -1));
    }

    /**
     * Returns the key of an entity that is named by a number.
     *
     * @param value the join key's value
     * @return the key
     */
    public static EntityKey of(long value) {
        return new EntityKey((Long) value);
    }

    /**
     * Returns the key of an entity that is named by several values.
     *
     * @param values one value for each join key in the view's order: a String, Long or Integer
     * @return the key
     * @throws IllegalArgumentException if there is no value, or one is null, empty, too long or of another class; the
     *     message says which
     */
    public static EntityKey composite(Object... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an entity key needs at least one value");
        }
        Object[] copy = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            copy[i] = checked(values[i], i);
        }
        return new EntityKey(copy);
    }

    private static Object checked(@Nullable Object value, int index) {
        String what = index < 0 ? "entity key" : "entity key value " + index;
        if (value instanceof Long) {
            return value;
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException(what
                    + (value == null ? " is null" : " is a " + value.getClass().getName())
                    + ": pass a String, a long or an int");
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty: leave out requests that have no entity");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, more than " + MAX_LENGTH + ": hash it first");
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException(
                            what + " has a lone surrogate at index " + i + ": it is not Unicode text");
                }
                i++;
            }
        }
        return text;
    }

    /**
     * Returns the number of join key values.
     *
     * @return 1 for most keys
     */
    public int size() {
        return values.length;
    }

    /**
     * Returns a value: a String or a Long.
     *
     * @param index which, 0 to {@code size() - 1}
     * @return the value
     * @throws IndexOutOfBoundsException if there is no such value
     */
    public Object value(int index) {
        return values[index];
    }

    /**
     * Returns a value as text, numbers in decimal: the form that contracts with textual entity ids carry.
     *
     * @param index which, 0 to {@code size() - 1}
     * @return the text
     * @throws IndexOutOfBoundsException if there is no such value
     */
    public String text(int index) {
        return values[index].toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EntityKey that && hash == that.hash && Arrays.equals(values, that.values));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Returns the values for a debugger or an exception; numbers bare, texts in quotes. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(text.isEmpty() ? "" : ",");
            text.append(value instanceof String ? "'" + value + "'" : value);
        }
        return text.toString();
    }
}
