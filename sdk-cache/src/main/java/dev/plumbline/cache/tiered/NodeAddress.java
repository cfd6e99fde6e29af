package dev.plumbline.cache.tiered;

/** Where a memcached listens, as the user wrote it: the text decides which keys it holds. */
record NodeAddress(String text, String host, int port) {
    /** Reads {@code host:port}, an IPv6 address in brackets. */
    static NodeAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw invalid(text, "has no port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw invalid(text, "has more than one colon; put an IPv6 address in brackets");
        }
        if (host.isEmpty()
                || host.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '/' || c == ',' || c == '[' || c == ']')) {
            throw invalid(text, "has no valid host");
        }
        return new NodeAddress(text, host, port(text, text.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        if (digits.isEmpty()
                || digits.length() > 5
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                || Integer.parseInt(digits) < 1
                || Integer.parseInt(digits) > 65_535) {
            throw invalid(text, "has no port from 1 to 65535");
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException(
                "memcached node '" + text + "' " + why + ": write host:port, such as cache-1:11211 or [::1]:11211");
    }

    @Override
    public String toString() {
        return text;
    }
}
