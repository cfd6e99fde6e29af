package dev.plumbline.transform;

import java.util.Locale;

/** What a policy does with a value. */
enum Rule {
    ERROR,
    MISSING,
    KEEP,
    CLIP,
    USE,
    OOV,
    ZEROS;

    String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Rule of(String spelled) {
        return valueOf(spelled.toUpperCase(Locale.ROOT));
    }
}
