package dev.plumbline.feature;

/**
 * What is known of one cell: of one feature of one entity.
 *
 * <p>Only {@link #PRESENT} cells have a value that a getter returns. New states may come; a {@code switch} needs a
 * default branch.
 */
public enum ValueState {
    /** The store has a value and it is not older than the view's maximum age. */
    PRESENT(0),
    /** The store has the feature for this entity, and its value is null. */
    NULL(1),
    /** The value is a floating-point NaN. */
    NAN(2),
    /** The store does not know the entity or the feature. */
    NOT_FOUND(3),
    /** There is a value, older than the view's maximum age. */
    STALE(4),
    /** The value could not be read, or it does not fit the declared type. */
    ERROR(5);

    private static final ValueState[] ALL = values();

    private final byte code;

    ValueState(int code) {
        this.code = (byte) code;
    }

    /**
     * Returns the state of a code. For codecs and transforms.
     *
     * @param code 0 to 5
     * @return the state
     * @throws IndexOutOfBoundsException if no state has that code
     */
    public static ValueState of(byte code) {
        return ALL[code];
    }

    /** Whether a cell of that code may be stored: any but {@link #STALE}, which is never stored, and {@link #ERROR}. */
    static boolean isStorable(byte code) {
        return code >= PRESENT.code && code <= NOT_FOUND.code;
    }

    /**
     * Returns the state as a number that never changes; {@link #PRESENT} is 0. For codecs and transforms.
     *
     * @return 0 to 5
     */
    public byte code() {
        return code;
    }
}
