package dev.plumbline.feature;

/**
 * What is known of one cell: of one feature of one entity.
 *
 * <p>Only {@link #PRESENT} cells have a value that a getter returns. New states may come; a {@code switch} needs a
 * default branch.
 */
public enum ValueState {
    /** The store has a value and it is not older than the view's maximum age. */
    PRESENT,
    /** The store has the feature for this entity, and its value is null. */
    NULL,
    /** The value is a floating-point NaN. */
    NAN,
    /** The store does not know the entity or the feature. */
    NOT_FOUND,
    /** There is a value, older than the view's maximum age. */
    STALE,
    /** The value could not be read, or it does not fit the declared type. */
    ERROR;

    private static final ValueState[] ALL = values();

    static ValueState of(byte code) {
        return ALL[code];
    }

    byte code() {
        return (byte) ordinal();
    }
}
