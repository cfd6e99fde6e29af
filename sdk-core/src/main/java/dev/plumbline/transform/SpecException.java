package dev.plumbline.transform;

import java.io.Serial;

/**
 * Thrown when a spec file is at fault: it cannot be read, breaks the grammar, or fails one of its own golden rows.
 *
 * <p>The message has the form {@code PLB-nnn <file>:<line> <spec>: <culprit>; <remedy>}. Codes are listed in the spec
 * reference and never change their meaning.
 */
public final class SpecException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The code, such as {@code PLB-101}. */
    private final String code;

    /** The line at fault, 1 for the first. */
    private final int line;

    SpecException(String code, int line, String message) {
        super(message);
        this.code = code;
        this.line = line;
    }

    SpecException(String code, int line, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.line = line;
    }

    /**
     * Makes the refusal of views that do not fit a spec. For those who bind specs.
     *
     * @param spec the spec
     * @param input the input that cannot be read
     * @param what what is wrong, and what would help
     * @return an exception of code PLB-501, of no line
     */
    public static SpecException unbound(TransformSpec spec, SpecInput input, String what) {
        return new SpecException("PLB-501", 0, "PLB-501 " + spec.name() + ": input '" + input.name() + "' " + what);
    }

    /**
     * Returns the code of the check that failed.
     *
     * @return such as {@code PLB-101}
     */
    public String code() {
        return code;
    }

    /**
     * Returns the line at fault.
     *
     * @return 1 for the first line of the file; 0 if no line is at fault but what the spec is bound to
     */
    public int line() {
        return line;
    }
}
