package dev.plumbline.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers answer, and what the transport makes of it. */
@Timeout(120)
final class WireMockTest {
    private final WireMockServer server =
            new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort().gzipDisabled(true));
    private final TestRuntime runtime = new TestRuntime();
    private HttpTransport transport;

    @BeforeEach
    void start() {
        server.start();
        transport = runtime.start(HttpTransport.jsonBuilder(uri()).maxReplyBytes(1 << 20));
    }

    @AfterEach
    void stop() {
        transport.close();
        runtime.close();
        server.stop();
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private void answer(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    private TransportException failure() throws Exception {
        return Fetches.failure(Fetches.fetch(transport, EntityKey.of("DFW")));
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    @Test
    void rows_ofPlainShape_comeWithValues_andTheRequestSaysWhatIsWanted() throws Exception {
        answer(aResponse().withBody(Fetches.DFW));

        List<FeatureRow> rows = Fetches.get(Fetches.fetch(
                transport, Fetches.with(Map.of("traceparent", "00-1-2-01")), EntityKey.of("DFW"), EntityKey.of(7)));

        assertThat(rows.get(0).int64("flights")).isEqualTo(12);
        assertThat(rows.get(0).float64("mean_delay")).isEqualTo(8.25);
        assertThat(rows.get(1).status()).isEqualTo(dev.plumbline.feature.RowStatus.NOT_FOUND);
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/features"))
                        .withHeader("content-type", equalTo("application/json"))
                        .withHeader("accept", equalTo("application/json"))
                        .withHeader("accept-encoding", equalTo("gzip"))
                        .withHeader("user-agent", matching("plumbline/.+"))
                        .withHeader("traceparent", equalTo("00-1-2-01"))
                        .withHeader("plumbline-timeout-ms", matching("(3[0-9]|40)[0-9]{3}"))
                        .withoutHeader("upgrade")
                        .withoutHeader("http2-settings")
                        .withRequestBody(equalToJson("""
                                        {"view": "airport_delays", "features": ["flights", "mean_delay"],
                                         "join_keys": ["airport"], "keys": ["DFW", 7]}
                                        """)));
    }

    @ParameterizedTest
    @CsvSource({
        "204, PROTOCOL", "301, PROTOCOL", "307, PROTOCOL", "400, INVALID_REQUEST", "401, UNAUTHENTICATED",
        "403, UNAUTHENTICATED", "404, UNIMPLEMENTED", "405, UNIMPLEMENTED", "408, TIMEOUT", "409, INVALID_REQUEST",
        "413, TOO_LARGE", "415, INVALID_REQUEST", "422, INVALID_REQUEST", "425, ABORTED", "429, OVERLOADED",
        "431, TOO_LARGE", "500, INTERNAL", "501, UNIMPLEMENTED", "502, UNAVAILABLE", "503, UNAVAILABLE",
        "504, TIMEOUT", "507, INTERNAL"
    })
    void statuses_haveTheirKinds_andTheServersTextIsOnlyTheCause(int status, Kind kind) throws Exception {
        answer(aResponse().withStatus(status).withHeader("location", "/x").withBody("{\"error\":\"secret-key-17\"}"));

        TransportException failure = failure();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.code()).isEqualTo(Integer.toString(status));
        assertThat(failure.getMessage()).startsWith("target 'http://127.0.0.1:").doesNotContain("secret");
        if (status != 204) {
            assertThat(failure.getCause()).hasMessage("secret-key-17");
        }
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "{\\"module\\": \\"feast.errors\\", \\"class\\": \\"FeatureViewNotFoundException\\", \\"message\\": \\"no view\\"}" | no view
                    {"detail":"Missing token"} | Missing token
                    {"error":"bad thing","status_code":500} | bad thing
                    {"detail":[{"type":"missing","loc":["body","entities"],"msg":"Field required"},{"msg":"two"}]} | Field required; two
                    Internal Server Error | Internal Server Error
                    {"title":"Bad","detail":"of RFC 9457"} | Bad; of RFC 9457
                    {"error":{"message":"nested"}} | nested
                    {"cut":"off | {"cut":"off
                    """)
    void errorBodies_areUnderstood(String body, String text) throws Exception {
        answer(aResponse().withStatus(400).withBody(body));

        assertThat(failure().getCause()).hasMessage(text);
    }

    @Test
    void classOfFeastsError_isTold_andA404WithOneIsNotAWrongPath() throws Exception {
        answer(aResponse()
                .withStatus(404)
                .withBody("\"{\\\"class\\\": \\\"FeatureViewNotFoundException\\\", \\\"message\\\": \\\"key 7\\\"}\""));

        TransportException failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
        assertThat(failure.getMessage())
                .contains("FeatureViewNotFoundException")
                .doesNotContain("key 7");
    }

    @Test
    void largeErrorBody_isCut_andTheConnectionGoesWithIt() throws Exception {
        answer(aResponse().withStatus(500).withBody("x".repeat(500_000)));

        TransportException failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.INTERNAL);
        assertThat(String.valueOf(failure.getCause())).hasSizeLessThan(3000).contains("xxx");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    429 | 3 | PT3S
                    503 | 0 | PT0S
                    502 | 7 | PT7S
                    503 | Thu, 01 Jan 2026 00:00:30 GMT | PT30S
                    503 | Wed, 31 Dec 2025 00:00:30 GMT | PT0S
                    503 | 99999999999999999999 | PT24H
                    """)
    void retryAfter_isReadAsSecondsAndAsDate(int status, String header, Duration delay) throws Exception {
        answer(aResponse().withStatus(status).withHeader("retry-after", header));

        assertThat(failure().retryAfter()).contains(delay);
    }

    @ParameterizedTest
    @CsvSource({"-3", "soon", "1.5"})
    void retryAfter_thatCannotBeRead_isNone(String header) throws Exception {
        answer(aResponse().withStatus(503).withHeader("retry-after", header));

        assertThat(failure().retryAfter()).isEmpty();
    }

    @Test
    void redirects_areRefused_andNotFollowed() throws Exception {
        server.stubFor(post("/features").willReturn(aResponse().withStatus(308).withHeader("location", "/elsewhere")));
        server.stubFor(post("/elsewhere").willReturn(aResponse().withBody(Fetches.DFW)));

        assertThat(failure().getMessage()).contains("redirects are not followed");

        server.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void slowDribble_endsByTheDeadline() throws Exception {
        answer(aResponse().withBody(Fetches.DFW).withChunkedDribbleDelay(80, 60_000));

        TransportException failure =
                Fetches.failure(Fetches.fetch(transport, Fetches.within(Duration.ofMillis(1500)), EntityKey.of("DFW")));

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.getMessage()).contains("not complete within the deadline");
    }

    @Test
    void silence_endsByTheDeadline() throws Exception {
        answer(aResponse().withFixedDelay(60_000));

        TransportException failure =
                Fetches.failure(Fetches.fetch(transport, Fetches.within(Duration.ofMillis(300)), EntityKey.of("DFW")));

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure.getMessage()).contains("no answer within the deadline");
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION_RESET_BY_PEER, UNAVAILABLE",
        "EMPTY_RESPONSE, UNAVAILABLE",
        "RANDOM_DATA_THEN_CLOSE, PROTOCOL",
        "MALFORMED_RESPONSE_CHUNK, PROTOCOL"
    })
    void faultsOnTheWire_areTyped_andNothingIsSentTwice(Fault fault, Kind kind) throws Exception {

        answer(aResponse().withFault(fault));

        TransportException failure = failure();

        assertThat(failure.kind()).as("%s", failure).isEqualTo(kind);
        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @Test
    void gzip_isInflated() throws Exception {
        answer(aResponse()
                .withHeader("content-encoding", "gzip")
                .withBody(gzip(Fetches.DFW.getBytes(StandardCharsets.UTF_8))));

        List<FeatureRow> rows = Fetches.get(Fetches.fetch(transport, EntityKey.of("DFW")));

        assertThat(rows.get(0).int64("flights")).isEqualTo(12);
    }

    @Test
    void gzipBomb_isRefused_beforeItIsInflated() throws Exception {
        byte[] bomb = gzip(new byte[200 << 20]);
        assertThat(bomb.length).isLessThan(1 << 20);
        answer(aResponse().withHeader("content-encoding", "gzip").withBody(bomb));

        TransportException failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(failure.getMessage()).contains("1048576 bytes (inflated)", "maxReplyBytes");
    }

    @Test
    void gzip_ofExactlyTheLimit_isTaken_andOneOctetMoreIsNot() throws Exception {
        byte[] body = Fetches.DFW.getBytes(StandardCharsets.UTF_8);
        byte[] padded = java.util.Arrays.copyOf(body, 1 << 20);
        java.util.Arrays.fill(padded, body.length, padded.length, (byte) ' ');
        answer(aResponse().withHeader("content-encoding", "gzip").withBody(gzip(padded)));

        assertThat(Fetches.get(Fetches.fetch(transport, EntityKey.of("DFW")))).hasSize(1);

        byte[] longer = java.util.Arrays.copyOf(padded, padded.length + 1);
        longer[padded.length] = ' ';
        answer(aResponse().withHeader("content-encoding", "gzip").withBody(gzip(longer)));
        assertThat(failure().kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void damagedGzip_andAnEncodingNobodyAskedFor_breakTheContract() throws Exception {
        byte[] good = gzip(Fetches.DFW.getBytes(StandardCharsets.UTF_8));
        answer(aResponse()
                .withHeader("content-encoding", "gzip")
                .withBody(java.util.Arrays.copyOf(good, good.length - 9)));
        assertThat(failure().kind()).isEqualTo(Kind.PROTOCOL);

        answer(aResponse().withHeader("content-encoding", "br").withBody(good));
        assertThat(failure().getMessage()).contains("gzip is");
    }

    @Test
    void replyOverTheLimit_isRefused() throws Exception {
        answer(aResponse().withBody("{\"x\":\"" + "y".repeat(1 << 20) + "\"}"));

        assertThat(failure().kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void replyThatIsNoJson_breaksTheContract_andSaysWhatItIsCalled() throws Exception {
        answer(aResponse()
                .withHeader("content-type", "text/html; charset=utf-8")
                .withBody("<html>secret</html>"));

        TransportException failure = failure();

        assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
        assertThat(failure.getMessage())
                .contains("no JSON", "line 1", "text/html")
                .doesNotContain("secret");
    }

    @Test
    void gzippedRequests_areWhatTheServerInflates() throws Exception {
        answer(aResponse().withBody(Fetches.DFW));
        try (HttpTransport zipping =
                runtime.start(HttpTransport.jsonBuilder(uri()).gzipRequests())) {
            Fetches.get(Fetches.fetch(zipping, EntityKey.of("DFW")));
        }

        server.verify(
                1,
                postRequestedFor(urlEqualTo("/features"))
                        .withHeader("content-encoding", equalTo("gzip"))
                        .withRequestBody(matching(".*\"keys\":\\[\"DFW\"].*")));
    }

    @Test
    void path_andHeadersOfTheBuilder_areUsed_andACallsOwnHeaderGoesBefore() throws Exception {
        answer(aResponse().withBody(Fetches.DFW));
        URI below = URI.create("http://127.0.0.1:" + server.port() + "/models/");
        try (HttpTransport other = runtime.start(HttpTransport.jsonBuilder(below)
                .path("/v2/rows")
                .header("tenant", "a")
                .header("plumbline-read-preference", "replica"))) {
            Fetches.get(Fetches.fetch(
                    other, Fetches.with(Map.of("plumbline-read-preference", "primary")), EntityKey.of("DFW")));
        }

        server.verify(
                1,
                postRequestedFor(urlEqualTo("/models/v2/rows"))
                        .withHeader("tenant", equalTo("a"))
                        .withHeader("plumbline-read-preference", equalTo("primary")));
    }

    @Test
    void headersThatHttpDoesNotCarry_refuseTheCall_withoutTheirValues() throws Exception {
        TransportException value = Fetches.failure(
                Fetches.fetch(transport, Fetches.with(Map.of("token", "line\nsecret")), EntityKey.of("DFW")));
        assertThat(value.kind()).isEqualTo(Kind.INVALID_REQUEST);
        assertThat(value.getMessage()).contains("token").doesNotContain("secret");

        TransportException own = Fetches.failure(
                Fetches.fetch(transport, Fetches.with(Map.of("host", "elsewhere")), EntityKey.of("DFW")));
        assertThat(own.getMessage()).contains("host").doesNotContain("elsewhere");
    }

    @Test
    void warmUp_waitsForTheHealthOfFeast_andTakesAnyAnswerOfOthers() throws Exception {
        server.stubFor(get("/health").willReturn(aResponse().withStatus(503)));
        try (HttpTransport feast = runtime.start(HttpTransport.feastBuilder(uri()))) {
            var ready = feast.warmUp();
            org.awaitility.Awaitility.await()
                    .until(() -> server.getAllServeEvents().size() >= 2);
            assertThat(ready).isNotDone();
            server.stubFor(get("/health").willReturn(aResponse()));
            Fetches.get(ready);
        }
        Fetches.get(transport.warmUp());
    }
}
