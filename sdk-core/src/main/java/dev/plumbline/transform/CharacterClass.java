package dev.plumbline.transform;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks that a pattern is one character class and no more: it looks at each character once, whatever the text. */
final class CharacterClass {
    private static final int MOST = 512;

    private static final String ESCAPE =
            "\\\\(?:[!-/:-@\\[-`{-~]|[tnrf]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}|x\\{[0-9a-fA-F]{1,6}\\})";
    private static final String CHARACTER = "(?:[^\\[\\]\\\\&-]|&(?!&)|" + ESCAPE + ")";
    private static final String GROUP = "\\\\(?:[dDsSwW]|[pP]\\{[A-Z][a-z]?\\})";
    private static final String PART = "(?:" + CHARACTER + "(?:-" + CHARACTER + ")?|" + GROUP + ")";
    private static final Pattern GRAMMAR = Pattern.compile("\\[\\^?+(?:-|-?" + PART + "++-?)\\]");

    private CharacterClass() {}

    static Pattern parse(StepSite site, String option, String text) {
        if (text.length() <= MOST && GRAMMAR.matcher(text).matches()) {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw site.fault(
                        "PLB-106",
                        "has " + option + " \"" + text + "\", which is no character class: " + e.getDescription()
                                + "; write one such as [^A-Za-z0-9]");
            }
        }
        throw site.fault(
                "PLB-106",
                "has " + option + " \"" + text + "\"; write one character class of at most " + MOST
                        + " characters, such as [^A-Za-z0-9], with \\ before - & [ ] and \\ where they stand for themselves");
    }
}
