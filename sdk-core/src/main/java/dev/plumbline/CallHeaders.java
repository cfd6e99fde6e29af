package dev.plumbline;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What metadata a call may carry: what every transport can send, and none that transports or tracing send themselves. */
final class CallHeaders {
    private static final int MOST = 16;
    private static final int LONGEST_VALUE = 1_024;
    private static final int LONGEST_ALL = 4_096;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");
    private static final Set<String> OF_TRANSPORTS = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "te",
            "transfer-encoding",
            "upgrade",
            "user-agent");

    private CallHeaders() {}

    /** Returns the headers with one more, or with another value of one; the messages name no value. */
    static Map<String, String> with(Map<String, String> headers, String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("header name '" + name + "' is not valid: a name is 1 to 64 lower-case"
                    + " letters, digits, '-', '_' or '.', and begins with a letter or digit");
        }
        if (OF_TRANSPORTS.contains(name)
                || name.startsWith("grpc-")
                || name.startsWith("plumbline-")
                || name.endsWith("-bin")) {
            throw new IllegalArgumentException(
                    "header '" + name + "' is set by the client or its transport itself: use another name");
        }
        if (value.length() > LONGEST_VALUE || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the value of header '" + name + "' is not valid: a value is 1 to "
                    + LONGEST_VALUE + " printable ASCII characters, without a space at either end; encode others");
        }
        Map<String, String> all = new TreeMap<>(headers);
        all.put(name, value);
        int length = all.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
        if (all.size() > MOST || length > LONGEST_ALL) {
            throw new IllegalArgumentException("with header '" + name + "' the call has " + all.size() + " headers of "
                    + length + " characters: at most " + MOST + " of " + LONGEST_ALL + " in all");
        }
        return Map.copyOf(all);
    }
}
