package dev.plumbline.auth;

import java.util.AbstractMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** One header whose value is nobody's business. It does not print itself. Immutable and thread-safe. */
final class SecretHeaders extends AbstractMap<String, String> {
    /** Servers take 8 KiB of headers as a rule; what is larger than this is another file by mistake. */
    static final int MAX_LENGTH = 16 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,99}");
    private static final Pattern TAKEN =
            Pattern.compile("grpc-.*|.*-bin|host|te|trailer|connection|content-.*|user-agent"
                    + "|transfer-encoding|upgrade|keep-alive|expect|date|via|accept-encoding|traceparent|tracestate|baggage"
                    + "|plumbline-.*");

    private final Map<String, String> header;

    private SecretHeaders(String name, String value) {
        this.header = Map.of(name, value);
    }

    /**
     * Makes the header of a bearer token.
     *
     * @param what what holds the token, for messages
     * @throws IllegalArgumentException if no header could carry it
     */
    static SecretHeaders bearer(String what, String token) {
        requireText(what, token, '!');
        return new SecretHeaders("authorization", "Bearer " + token);
    }

    /**
     * Makes a header of any name.
     *
     * @param what what holds the value, for messages
     * @throws IllegalArgumentException if no header could carry it
     */
    static SecretHeaders key(String header, String what, String value) {
        String name = header.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches() || TAKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("apiKey: '" + header
                    + "' is no name of a header of your own: it is letters, digits and '-', such as x-api-key");
        }
        requireText(what + "'", value, ' ');
        if (value.startsWith(" ") || value.endsWith(" ")) {
            throw new IllegalArgumentException(what + "' begins or ends with a space, which headers lose");
        }
        return new SecretHeaders(name, value);
    }

    private static void requireText(String what, String text, char lowest) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    what + " has " + text.length() + " characters, more than a header's " + MAX_LENGTH);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < lowest || c > '~') {
                throw new IllegalArgumentException(what + " holds " + nameOf(c) + " at place " + i + " of "
                        + text.length() + ", which its header cannot carry");
            }
        }
    }

    private static String nameOf(char c) {
        if (c == ' ') {
            return "a space";
        }
        if (c == '\n' || c == '\r') {
            return "the end of a line";
        }
        return c < ' ' || c == 0x7f ? "a control character" : "a character that is not ASCII";
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return header.entrySet();
    }

    /** Returns the header's name. */
    @Override
    public String toString() {
        return "{" + header.keySet().iterator().next() + "=(secret)}";
    }
}
