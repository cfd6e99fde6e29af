package dev.plumbline.feature.internal;

import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of views, join keys, features and inputs, and what to say when one is wrong. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private Names() {}

    /**
     * Returns {@code name} if it is a well-formed name.
     *
     * @param what what is named, for the message: "view", "feature"
     * @param name the name
     * @return {@code name}
     * @throws IllegalArgumentException if the name is null, empty or has other characters
     */
    public static String require(String what, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " name " + (name == null ? "is null" : "'" + name + "' is not valid")
                            + ": a name is a lower-case letter, then up to 62 lower-case letters, digits or underscores");
        }
        return name;
    }

    /**
     * Tells whether a text is a well-formed name.
     *
     * @param name the text
     * @return whether it is
     */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Returns the end of a message that points at the nearest known name, or lists what is known.
     *
     * @param name the unknown name
     * @param known the names that exist
     * @return "; did you mean 'x'?" or "; known: a, b" or "; there is none"
     */
    public static String hint(String name, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(1, name.length() / 3) + 1;
        for (String candidate : known) {
            if (Math.abs(name.length() - candidate.length()) >= bestDistance) {
                continue;
            }
            int distance = distance(name, candidate);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        if (best != null) {
            return "; did you mean '" + best + "'?";
        }
        if (known.isEmpty()) {
            return "; there is none";
        }
        return "; known: "
                + String.join(", ", known.stream().sorted().limit(20).toList())
                + (known.size() > 20 ? ", ..." : "");
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
