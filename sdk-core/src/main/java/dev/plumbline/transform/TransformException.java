package dev.plumbline.transform;

import dev.plumbline.feature.ValueState;
import java.io.Serial;
import java.util.Locale;

/**
 * Thrown when a row cannot be transformed: a value is missing, stale, infinite or unknown where the spec allows none.
 *
 * <p>The message has the form {@code PLB-nnn <spec>/<feature>: <culprit>; <remedy>}. If several features of a row are at
 * fault, the first in the spec's order is named.
 */
public final class TransformException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The code, such as {@code PLB-301}. */
    private final String code;

    /** The spec's name. */
    private final String spec;

    /** The feature that has no value. */
    private final String feature;

    /** The input that it reads. */
    private final String input;

    /** The input's state. */
    private final ValueState state;

    TransformException(String code, String spec, String feature, String input, ValueState state, String text) {
        super(code + " " + spec + "/" + feature + ": input '" + input + "' ("
                + state.name().toLowerCase(Locale.ROOT) + ") " + text);
        this.code = code;
        this.spec = spec;
        this.feature = feature;
        this.input = input;
        this.state = state;
    }

    /**
     * Returns the code of the rule that was broken.
     *
     * @return such as {@code PLB-301}
     */
    public String code() {
        return code;
    }

    /**
     * Returns the name of the spec.
     *
     * @return its name
     */
    public String spec() {
        return spec;
    }

    /**
     * Returns the spec's feature that could not be computed.
     *
     * @return its name
     */
    public String feature() {
        return feature;
    }

    /**
     * Returns the input that the feature reads.
     *
     * @return its name
     */
    public String input() {
        return input;
    }

    /**
     * Returns the state of that input.
     *
     * @return the state, PRESENT if a present value broke a rule
     */
    public ValueState state() {
        return state;
    }
}
