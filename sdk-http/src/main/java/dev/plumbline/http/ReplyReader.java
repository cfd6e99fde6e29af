package dev.plumbline.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.http.internal.JsonCodec;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.TransportException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes rows or a failure of a reply that has come. Thread-safe. */
final class ReplyReader {
    /** What is kept of what a server says beside a failure. */
    static final int ERROR_BYTES = 64 * 1024;

    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,60}");

    private final JsonFactory json;
    private final Failures failures;
    private final SpareBuffers spares;
    private final ClientRuntime runtime;
    private final int maxReplyBytes;

    ReplyReader(JsonFactory json, Failures failures, SpareBuffers spares, ClientRuntime runtime, int maxReplyBytes) {
        this.json = json;
        this.failures = failures;
        this.spares = spares;
        this.runtime = runtime;
        this.maxReplyBytes = maxReplyBytes;
    }

    /** Returns what a body of that status is collected in. */
    Octets octets(int status) {
        return status == 200 ? replyOctets() : new Octets(Math.min(ERROR_BYTES, maxReplyBytes), new byte[0]);
    }

    private Octets replyOctets() {
        return new Octets(maxReplyBytes, spares.take());
    }

    /**
     * Reads a reply of status 200.
     *
     * @throws TransportException if it is too large, or breaks the contract
     */
    List<FeatureRow> rows(JsonCodec.Exchange exchange, HttpHeaders headers, Octets body, boolean cut) {
        if (cut) {
            throw failures.replyTooLarge();
        }
        Octets plain = inflated(headers, body, replyOctets());
        try {
            return exchange.rows(plain.bytes(), plain.length(), runtime.nowMicros());
        } catch (JacksonException e) {
            throw failures.malformed(
                    "it is no JSON, by line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + mediaType(headers),
                    e);
        } catch (IOException | RuntimeException e) {
            throw failures.malformed(String.valueOf(e.getMessage()), e);
        } finally {
            spares.giveBack(body.bytes());
            if (plain != body) {
                spares.giveBack(plain.bytes());
            }
        }
    }

    /** Translates a reply of another status. */
    TransportException failure(int status, HttpHeaders headers, Octets body) {
        ErrorBody said;
        try {
            Octets plain = inflated(headers, body, new Octets(ERROR_BYTES, new byte[0]));
            said = ErrorBody.read(json, plain.bytes(), plain.length());
        } catch (TransportException e) {
            said = new ErrorBody("", "");
        }
        TransportException failure = failures.of(status, said);
        return RetryAfter.of(headers, runtime.clock().instant())
                .map(failure::withRetryAfter)
                .orElse(failure);
    }

    private Octets inflated(HttpHeaders headers, Octets body, Octets target) {
        String encoding =
                headers.firstValue("content-encoding").orElse("identity").trim().toLowerCase(Locale.ROOT);
        if (encoding.equals("identity") || encoding.isEmpty()) {
            return body;
        }
        if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
            throw failures.malformed("it is encoded in a way that was not asked for: gzip is", null);
        }
        try {
            if (!body.inflateInto(target)) {
                throw failures.replyTooLarge();
            }
            return target;
        } catch (IOException e) {
            throw failures.malformed("it is no gzip, or not all of it", e);
        }
    }

    private static String mediaType(HttpHeaders headers) {
        String type = headers.firstValue("content-type").orElse("");
        int end = type.indexOf(';');
        String bare = (end < 0 ? type : type.substring(0, end)).trim();
        return MEDIA_TYPE.matcher(bare).matches() && !bare.endsWith("json")
                ? " (the server calls it " + bare + ")"
                : "";
    }
}
