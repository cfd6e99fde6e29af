package dev.plumbline.http;

import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The one place where the headers of a call are put together. Immutable and thread-safe. */
final class CallHeaders {
    static final String TIMEOUT = "plumbline-timeout-ms";

    private static final Set<String> OWN = Set.of(
            TIMEOUT,
            "accept",
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");
    private static final String TOKEN = "!#$%&'*+-.^_`|~";

    private final Map<String, String> always;
    private final String userAgent = ProductVersion.userAgent();
    private final boolean gzipRequests;

    CallHeaders(Map<String, String> always, boolean gzipRequests) {
        this.always = Map.copyOf(always);
        this.gzipRequests = gzipRequests;
    }

    /**
     * Puts headers on a request.
     *
     * @param request the request
     * @param call the headers of this call
     * @param remainingNanos how long the caller waits
     * @throws IllegalArgumentException if HTTP would not carry one; the message names it, never its value
     */
    void put(HttpRequest.Builder request, Map<String, String> call, long remainingNanos) {
        putCommon(request);
        request.setHeader("Content-Type", "application/json");
        request.setHeader("Accept-Encoding", "gzip");
        if (gzipRequests) {
            request.setHeader("Content-Encoding", "gzip");
        }
        putTimeout(request, remainingNanos);
        call.forEach((name, value) -> {
            check(name, value);
            request.setHeader(name, value);
        });
    }

    /**
     * Puts who is calling on a request.
     *
     * @throws IllegalArgumentException if HTTP would not carry it; the message names the header, never its value
     */
    void putCredentials(HttpRequest.Builder request, Map<String, String> shown) {
        shown.forEach((name, value) -> {
            check(name, value);
            request.setHeader(name, value);
        });
    }

    /** Puts how long the caller waits on a request, in whole milliseconds, at least one. */
    void putTimeout(HttpRequest.Builder request, long remainingNanos) {
        request.setHeader(TIMEOUT, Long.toString(Math.max(1, (remainingNanos + 999_999) / 1_000_000)));
    }

    /** Puts those headers on a request that every one carries. */
    void putCommon(HttpRequest.Builder request) {
        request.setHeader("Accept", "application/json");
        request.setHeader("User-Agent", userAgent);
        always.forEach(request::setHeader);
    }

    /**
     * Checks a header.
     *
     * @throws IllegalArgumentException if HTTP would not carry it, or it is the transport's own
     */
    static void check(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(CallHeaders::isTokenPart)) {
            throw new IllegalArgumentException("header '" + name + "' has a name that HTTP does not carry");
        }
        if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header '" + name + "' is the transport's own: choose another name");
        }
        if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException(
                    "the value of header '" + name + "' is not printable ASCII: encode it first");
        }
    }

    private static boolean isTokenPart(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || TOKEN.indexOf(c) >= 0);
    }
}
