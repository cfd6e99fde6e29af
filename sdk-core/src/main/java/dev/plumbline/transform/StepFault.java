package dev.plumbline.transform;

import java.io.Serial;

/** Tells from within a step that a value breaks a rule; whoever runs the step knows the names to add. */
final class StepFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    final String code;
    final String text;

    /** Which of several inputs is at fault, -1 if that is not known. */
    final int input;

    StepFault(String code, String text) {
        this(code, text, -1);
    }

    private StepFault(String code, String text, int input) {
        super(text, null, false, false);
        this.code = code;
        this.text = text;
        this.input = input;
    }

    /** Returns the same with the input that is at fault. */
    StepFault of(int culprit) {
        return new StepFault(code, text, culprit);
    }
}
