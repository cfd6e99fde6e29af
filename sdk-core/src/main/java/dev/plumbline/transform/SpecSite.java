package dev.plumbline.transform;

import org.jspecify.annotations.Nullable;

/** Says where in which document something is at fault. */
final class SpecSite {
    /** The most that is said about one fault: a culprit may be as long as the file. */
    private static final int MAX_TEXT = 1_000;

    private final String file;
    private final @Nullable String spec;

    SpecSite(String file, @Nullable String spec) {
        this.file = file;
        this.spec = spec;
    }

    SpecException fault(String code, int line, String text) {
        return new SpecException(code, line, message(code, line, text));
    }

    String message(String code, int line, String text) {
        return code + " " + file + ":" + line + (spec == null ? "" : " " + spec) + ": " + shortened(text);
    }

    /** Leaves out the middle of a long text: the culprit's beginning and the remedy stay. */
    private static String shortened(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int half = MAX_TEXT / 2;
        int head = half - (Character.isHighSurrogate(text.charAt(half - 1)) ? 1 : 0);
        int tail = text.length() - half;
        tail += Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
        return text.substring(0, head) + " ... " + text.substring(tail);
    }
}
