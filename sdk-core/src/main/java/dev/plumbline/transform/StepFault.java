package dev.plumbline.transform;

import java.io.Serial;

/** Tells from within a step that a value breaks a rule; whoever runs the step knows the names to add. */
final class StepFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    final String code;
    final String text;

    StepFault(String code, String text) {
        super(text, null, false, false);
        this.code = code;
        this.text = text;
    }
}
