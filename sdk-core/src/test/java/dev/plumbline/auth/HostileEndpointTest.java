package dev.plumbline.auth;

import static dev.plumbline.auth.AuthBed.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A token endpoint that does what it should not. The secret and the token are in no message and no stack trace. */
@Timeout(60)
final class HostileEndpointTest {
    private static final String SECRET = "s3cr3t";
    private static final String TOKEN = "t0k3n";

    private final AuthBed bed = new AuthBed();

    @AfterEach
    void stop() {
        bed.close();
    }

    private Credentials started(TokenServer server) {
        Credentials credentials = Credentials.clientCredentials(server.uri(), "app")
                .secret(SECRET)
                .secretInBody()
                .build();
        credentials.start(bed.runtime);
        return credentials;
    }

    static Stream<Arguments> replies() {
        String echo = "{\"error\":\"no '" + SECRET + "' here\",\"error_description\":\"" + SECRET + "\"}";
        String nested = "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        return Stream.of(
                arguments(
                        TokenServer.reply("401 No", "{\"error\":\"invalid_client\"}"),
                        Kind.UNAUTHENTICATED,
                        "401 and error 'invalid_client'"),
                arguments(
                        TokenServer.reply("400 No", echo), Kind.UNAUTHENTICATED, "400 and error that is no plain word"),
                arguments(
                        TokenServer.reply("404 No", "<html>"),
                        Kind.UNAUTHENTICATED,
                        "refuses with 404: check the endpoint's address"),
                arguments(TokenServer.reply("429 Slow", ""), Kind.UNAVAILABLE, "answers 429"),
                arguments(TokenServer.reply("500 " + SECRET, SECRET), Kind.UNAVAILABLE, "answers 500"),
                arguments(TokenServer.reply("302 Found", ""), Kind.PROTOCOL, "a redirect, which is not followed"),
                arguments(TokenServer.reply("201 Made", "{}"), Kind.PROTOCOL, "answers 201"),
                arguments(
                        TokenServer.json("<html>" + TOKEN + "</html>"),
                        Kind.PROTOCOL,
                        "is no JSON object: '{' expected at character 0"),
                arguments(TokenServer.json(""), Kind.PROTOCOL, "is no JSON object"),
                arguments(TokenServer.json("{}"), Kind.PROTOCOL, "has no access_token"),
                arguments(TokenServer.json("{\"access_token\":null}"), Kind.PROTOCOL, "has no access_token"),
                arguments(TokenServer.json("{\"access_token\":\"\"}"), Kind.PROTOCOL, "its access_token is empty"),
                arguments(
                        TokenServer.json("{\"access_token\":\"" + TOKEN + "\\nx: y\"}"),
                        Kind.PROTOCOL,
                        "its access_token holds the end of a line"),
                arguments(TokenServer.json("{\"access_token\":\"" + TOKEN + "\\u00e9\"}"), Kind.PROTOCOL, "not ASCII"),
                arguments(
                        TokenServer.json("{\"access_token\":\"" + TOKEN.repeat(4000) + "\"}"),
                        Kind.PROTOCOL,
                        "its access_token has 20000 characters"),
                arguments(
                        TokenServer.json("{\"access_token\":\"" + TOKEN + "\",\"access_token\":\"x\"}"),
                        Kind.PROTOCOL,
                        "no field twice"),
                arguments(
                        TokenServer.json("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"mac\"}"),
                        Kind.PROTOCOL,
                        "type 'mac'"),
                arguments(TokenServer.token(TOKEN, 0), Kind.PROTOCOL, "has expired"),
                arguments(TokenServer.token(TOKEN, -5), Kind.PROTOCOL, "has expired"),
                arguments(
                        TokenServer.json("{\"access_token\":\"" + TOKEN + "\",\"expires_in\":9" + "9".repeat(30) + "}"),
                        Kind.PROTOCOL,
                        "not a number of seconds"),
                arguments(TokenServer.json(nested), Kind.PROTOCOL, "no deeper nesting"),
                arguments(
                        TokenServer.json("{\"a\":\"" + "x".repeat(80_000) + "\"}"),
                        Kind.PROTOCOL,
                        "longer than 65536 bytes"),
                arguments(TokenServer.raw(SECRET + " is what you sent\r\n\r\n"), Kind.UNAVAILABLE, "cannot be asked"),
                arguments(
                        TokenServer.raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"acc"),
                        Kind.UNAVAILABLE,
                        "cannot be asked"),
                arguments(TokenServer.raw(""), Kind.UNAVAILABLE, "cannot be asked"));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void reply_isATypedFailure_withoutASecret(TokenServer.Answer reply, Kind kind, String what) throws Exception {
        try (TokenServer server = new TokenServer(reply);
                Credentials credentials = started(server)) {
            TransportException failure = failure(credentials.headers());

            assertThat(failure)
                    .hasMessageContaining(what)
                    .hasMessageContaining(server.uri().toString());
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(AuthBed.printed(failure)).doesNotContain(SECRET, TOKEN);
            assertThat(server.asked).hasSize(1);
        }
    }

    static Stream<String> goodReplies() {
        return Stream.of(
                "{\n\t\"access_token\" : \"t0k3n\",\r\n\t\"expires_in\" : 3600\n}\n",
                "{\"expires_in\":\"3600\",\"access_token\":\"t0k3n\",\"token_type\":\"BEARER\"}",
                "{\"access_token\":\"t0\\u006b3n\",\"expires_in\":3599.0,\"x\":{\"y\":[1,{\"z\":null}],\"w\":\"\\\"}\"}}",
                "{\"access_token\":\"t0k3n\"}",
                "{\"access_token\":\"t0k3n\",\"expires_in\":999999999999999999,\"not-before-policy\":0,\"ok\":true}");
    }

    @ParameterizedTest
    @MethodSource("goodReplies")
    void unusualButGoodReply_isTaken(String json) throws Exception {
        try (TokenServer server = new TokenServer(TokenServer.json(json));
                Credentials credentials = started(server)) {
            assertThat(AuthBed.bearer(credentials)).isEqualTo(TOKEN);
        }
    }

    @Test
    void endpointThatIsDown_isSaidSo() throws Exception {
        TokenServer server = new TokenServer(TokenServer.raw(""));
        server.close();
        try (Credentials credentials = started(server)) {
            TransportException failure = failure(credentials.headers());

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure).hasMessageContaining("cannot be reached");
        }
    }

    @Test
    void endpointThatNeverAnswers_isGivenUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (TokenServer server = new TokenServer((asked, out) -> end.await(30, TimeUnit.SECONDS));
                Credentials credentials = started(server)) {
            assertGivenUp(server, credentials);
            end.countDown();
        }
    }

    @Test
    void bodyThatDribbles_isGivenUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        TokenServer.Answer dribble = (asked, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            end.await(30, TimeUnit.SECONDS);
        };
        try (TokenServer server = new TokenServer(dribble);
                Credentials credentials = started(server)) {
            assertGivenUp(server, credentials);
            end.countDown();
        }
    }

    @Test
    void replyWithoutEnd_isRefusedAtTheLimit() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        TokenServer.Answer endless = (asked, out) -> {
            byte[] part = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            try {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (true) {
                    out.write(part);
                }
            } catch (IOException e) {
                refused.countDown();
            }
        };
        try (TokenServer server = new TokenServer(endless);
                Credentials credentials = started(server)) {
            assertThat(failure(credentials.headers())).hasMessageContaining("longer than 65536 bytes");
            assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void assertGivenUp(TokenServer server, Credentials credentials) throws Exception {
        CompletableFuture<Map<String, String>> call = credentials.headers();
        server.next();
        assertThat(call).isNotDone();
        org.awaitility.Awaitility.await().until(() -> bed.waiting() == 1);
        bed.advance(Duration.ofSeconds(5));

        TransportException failure = failure(call);
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("did not answer in time");
    }
}
