package dev.plumbline.testing.http;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.ServedCall;
import dev.plumbline.testing.ServedRow;
import dev.plumbline.testing.ServedStore;
import dev.plumbline.transport.TransportException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request of a connection, until it is answered. Thread-safe. */
final class IncomingRequest {
    private final String line;
    private final Map<String, String> headers;
    private final String body;
    private final OutputStream out;
    private @Nullable ServedCall served;
    private boolean gone;

    IncomingRequest(String line, Map<String, String> headers, String body, OutputStream out) {
        this.line = line;
        this.headers = headers;
        this.body = body;
        this.out = out;
    }

    boolean isPostOf(String path) {
        if (!line.startsWith("POST ")) {
            return false;
        }
        String target = line.substring(5, Math.max(5, line.indexOf(' ', 5)));
        int query = target.indexOf('?');
        return (query < 0 ? target : target.substring(0, query)).endsWith(path);
    }

    String body() {
        return body;
    }

    private Duration timeLeft() {
        String told = headers.get("plumbline-timeout-ms");
        return told == null ? ServedStore.NO_DEADLINE : Duration.ofMillis(Long.parseLong(told));
    }

    /** Reads the rows of a request and answers with what becomes of them when they are due. */
    void serve(ServedStore store, FeatureView view, List<EntityKey> keys, Function<List<ServedRow>, String> encoder) {
        ServedCall received = store.receive(view, keys, headers, timeLeft(), new ServedCall.Reply() {
            @Override
            public void rows(List<ServedRow> rows) {
                try {
                    answer(200, encoder.apply(rows), "");
                } catch (ArithmeticException e) {
                    answer(500, error("Out of range float values are not JSON compliant"), "");
                }
            }

            @Override
            public void failed(TransportException failure) {
                fail(failure);
            }
        });
        boolean late;
        synchronized (this) {
            served = received;
            late = gone;
        }
        if (late) {
            received.givenUp();
        }
    }

    /** Notes that the client closed the connection. */
    void gone() {
        ServedCall known;
        synchronized (this) {
            gone = true;
            known = served;
        }
        if (known != null) {
            known.givenUp();
        }
    }

    void fail(TransportException failure) {
        String retryAfter = failure.retryAfter()
                .map(delay -> "Retry-After: " + delay.toSeconds() + "\r\n")
                .orElse("");
        int status = switch (failure.kind()) {
            case UNAVAILABLE, CLOSED -> 503;
            case TIMEOUT -> 504;
            case ABORTED -> 425;
            case OVERLOADED -> 429;
            case CANCELLED -> 499;
            case INVALID_REQUEST -> 400;
            case UNAUTHENTICATED -> 401;
            case UNIMPLEMENTED -> 501;
            case TOO_LARGE -> 413;
            case PROTOCOL -> 200;
            case INTERNAL -> 500;
        };
        answer(status, status == 200 ? "no JSON" : error(failure.getMessage()), retryAfter);
    }

    static String error(@Nullable String detail) {
        return new JsonText(1)
                .begin('{')
                .name("detail")
                .text(String.valueOf(detail))
                .end('}')
                .toString();
    }

    void answer(int status, String text, String moreHeaders) {
        byte[] octets = line.startsWith("HEAD ") ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " -\r\nContent-Type: application/json\r\n" + moreHeaders
                + "Content-Length: " + octets.length + "\r\n\r\n";
        synchronized (out) {
            try {
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(octets);
                out.flush();
            } catch (IOException e) {
                gone();
            }
        }
    }
}
