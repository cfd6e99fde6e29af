package dev.plumbline.testing;

/** Tells text from what only looks like it. */
final class Unicode {
    private Unicode() {}

    /** Tells whether all surrogates come in pairs. */
    static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
