package dev.plumbline.feature;

import java.io.Serial;

/**
 * Thrown by a getter without a fallback when the cell has no value.
 *
 * <p>The remedy is a getter with a fallback, or a look at {@link FeatureRow#state(String)} first.
 */
public final class ValueNotPresentException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The feature that was asked for. */
    private final String feature;

    /** What the cell is instead of present. */
    private final ValueState state;

    ValueNotPresentException(String view, String feature, ValueState state) {
        super("feature '" + feature + "' of view '" + view + "' is "
                + state.name().toLowerCase(java.util.Locale.ROOT)
                + ": pass a fallback to the getter, or ask for its state first");
        this.feature = feature;
        this.state = state;
    }

    /**
     * Returns the feature that was asked for.
     *
     * @return its name
     */
    public String feature() {
        return feature;
    }

    /**
     * Returns what the cell is.
     *
     * @return any state but {@link ValueState#PRESENT}
     */
    public ValueState state() {
        return state;
    }
}
