package dev.plumbline.auth;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gave. Immutable.
 *
 * @param headers the token
 * @param lifetime how long it holds from when it was asked for
 */
record IssuedToken(SecretHeaders headers, Duration lifetime) {
    /** How long a token holds whose endpoint does not say so. */
    static final Duration UNSAID = Duration.ofMinutes(5);

    /** Longer than this none is kept. */
    static final Duration LONGEST = Duration.ofDays(1);

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    /**
     * Reads a reply.
     *
     * @throws IllegalArgumentException if it gives no token that can be used; the message has nothing of the reply in it but
     *     short plain words
     */
    static IssuedToken read(String json) {
        Map<String, String> fields;
        try {
            fields = JsonObject.read(json);
        } catch (JsonObject.Fault e) {
            throw new IllegalArgumentException("its reply " + e.getMessage(), e);
        }
        String type = fields.getOrDefault("token_type", "Bearer");
        if (!type.equalsIgnoreCase("Bearer")) {
            throw new IllegalArgumentException("it gives tokens of type " + plain(type) + ", and only Bearer is sent");
        }
        String token = fields.get("access_token");
        if (token == null) {
            throw new IllegalArgumentException("its reply has no access_token");
        }
        return new IssuedToken(SecretHeaders.bearer("its access_token", token), lifetime(fields.get("expires_in")));
    }

    private static Duration lifetime(@Nullable String seconds) {
        if (seconds == null) {
            return UNSAID;
        }
        // Some write 3599.0, and some write it as a text.
        String whole = seconds.indexOf('.') > 0 ? seconds.substring(0, seconds.indexOf('.')) : seconds;
        if (!WHOLE.matcher(whole).matches() || Long.parseLong(whole) == 0) {
            throw new IllegalArgumentException(
                    "its reply gives a token that has expired: expires_in is not a number of seconds above 0");
        }
        return Duration.ofSeconds(Math.min(Long.parseLong(whole), LONGEST.toSeconds()));
    }

    /** Returns a server's word if it is short and plain, so that nothing else of a reply gets into a message. */
    static String plain(String word) {
        return PLAIN.matcher(word).matches() ? "'" + word + "'" : "that is no plain word";
    }

    /** Returns nothing of the token. */
    @Override
    public String toString() {
        return "a token for " + lifetime;
    }
}
