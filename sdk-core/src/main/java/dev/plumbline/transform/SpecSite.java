package dev.plumbline.transform;

import org.jspecify.annotations.Nullable;

/** Says where in which document something is at fault. */
final class SpecSite {
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
        return code + " " + file + ":" + line + (spec == null ? "" : " " + spec) + ": " + text;
    }
}
