package dev.plumbline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens on the connection, octet by octet. */
@Timeout(120)
final class WireTest {
    private static final EntityKey KEY = EntityKey.of("DFW");

    private final TestRuntime runtime = new TestRuntime();

    @AfterEach
    void stop() {
        runtime.close();
    }

    private HttpTransport start(RawServer server) {
        return runtime.start(HttpTransport.jsonBuilder(server.uri()));
    }

    @Test
    void connection_isUsedAgain() throws Exception {
        try (RawServer server = new RawServer(RawServer.ok(Fetches.DFW));
                HttpTransport transport = start(server)) {
            for (int i = 0; i < 20; i++) {
                Fetches.get(Fetches.fetch(transport, KEY));
            }

            assertThat(server.requests).hasValue(20);
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void request_overPlaintext_isHttp11_withoutAnUpgrade() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (RawServer server = new RawServer((socket, request) -> {
                    seen.set(request);
                    RawServer.send(socket, RawServer.ok200(Fetches.DFW));
                });
                HttpTransport transport = start(server)) {
            Fetches.get(Fetches.fetch(transport, KEY));

            assertThat(seen.get())
                    .startsWith("POST /features HTTP/1.1\r\n")
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContainIgnoringCase("http2-settings");
        }
    }

    @Test
    void connectionThatEndsWithoutAnAnswer_isUnavailable_andTheRequestLeftOnce() throws Exception {
        try (RawServer server = new RawServer((socket, request) -> socket.close());
                HttpTransport transport = start(server)) {
            TransportException failure = Fetches.failure(Fetches.fetch(transport, KEY));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void keptConnectionThatEndsAfterARequest_failsIt_andNothingIsSentAgain() throws Exception {
        try (RawServer server = new RawServer((socket, request) -> {
                    if (request.contains("second")) {
                        socket.close();
                    } else {
                        RawServer.send(socket, RawServer.ok200(Fetches.DFW));
                    }
                });
                HttpTransport transport = start(server)) {
            Fetches.get(Fetches.fetch(transport, KEY));

            TransportException failure = Fetches.failure(Fetches.fetch(transport, EntityKey.of("second")));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(server.requests).hasValue(2);
            assertThat(server.connections).hasValue(1);
            Fetches.get(Fetches.fetch(transport, KEY));
        }
    }

    @Test
    void replyCutInside_isUnavailable() throws Exception {
        try (RawServer server = new RawServer((socket, request) -> {
                    String whole = RawServer.ok200(Fetches.DFW);
                    RawServer.send(socket, whole.substring(0, whole.length() - 10));
                    socket.close();
                });
                HttpTransport transport = start(server)) {
            TransportException failure = Fetches.failure(Fetches.fetch(transport, KEY));

            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.getMessage()).contains("inside of the reply");
        }
    }

    @Test
    void chunksThatAreNone_breakTheContract() throws Exception {
        try (RawServer server = new RawServer((socket, request) -> RawServer.send(
                        socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"));
                HttpTransport transport = start(server)) {
            assertThat(Fetches.failure(Fetches.fetch(transport, KEY)).kind()).isEqualTo(Kind.PROTOCOL);
        }
    }

    @Test
    void answerThatIsNoHttp_breaksTheContract_andSaysThatItMayBeTls() throws Exception {
        try (RawServer server = new RawServer((socket, request) -> {
                    RawServer.send(socket, "\u0015\u0003\u0003\0\u0002\u0002F this is no HTTP at all\r\n\r\n");
                    socket.close();
                });
                HttpTransport transport = start(server)) {
            TransportException failure = Fetches.failure(Fetches.fetch(transport, KEY));

            assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
            assertThat(failure.getMessage()).contains("https://");
        }
    }

    @Test
    void smallestChunks_areTaken() throws Exception {
        StringBuilder chunks = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        Fetches.DFW.chars().forEach(c -> chunks.append("1\r\n").append((char) c).append("\r\n"));
        chunks.append("0\r\n\r\n");
        try (RawServer server = new RawServer((socket, request) -> RawServer.send(socket, chunks.toString()));
                HttpTransport transport = start(server)) {
            List<FeatureRow> rows = Fetches.get(Fetches.fetch(transport, KEY));

            assertThat(rows.get(0).int64("flights")).isEqualTo(12);
        }
    }

    @Test
    void cancel_whileTheServerIsSilent_reachesTheWire() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (RawServer server = new RawServer((socket, request) -> {
                    asked.countDown();
                    ended.complete(RawServer.awaitEnd(socket));
                });
                HttpTransport transport = start(server)) {
            CompletableFuture<List<FeatureRow>> rows = Fetches.fetch(transport, KEY);
            assertThat(asked.await(50, TimeUnit.SECONDS)).isTrue();
            rows.cancel(true);

            assertThat(Fetches.get(ended)).isTrue();
        }
    }

    @Test
    void cancelAndDeadline_insideOfTheReply_reachTheWire() throws Exception {
        for (boolean cancel : new boolean[] {true, false}) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Boolean> ended = new CompletableFuture<>();
            try (RawServer server = new RawServer((socket, request) -> {
                        RawServer.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"rows\":");
                        begun.countDown();
                        ended.complete(RawServer.awaitEnd(socket));
                    });
                    HttpTransport transport = start(server)) {
                CompletableFuture<List<FeatureRow>> rows =
                        Fetches.fetch(transport, Fetches.within(Duration.ofSeconds(cancel ? 40 : 1)), KEY);
                assertThat(begun.await(50, TimeUnit.SECONDS)).isTrue();
                if (cancel) {
                    rows.cancel(true);
                } else {
                    assertThat(Fetches.failure(rows).kind()).isEqualTo(Kind.TIMEOUT);
                }

                assertThat(Fetches.get(ended)).isTrue();
            }
        }
    }

    @Test
    void replyWithoutAnEnd_isRefusedAtTheLimit_andTheConnectionEnds() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (RawServer server = new RawServer((socket, request) -> {
                    RawServer.send(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
                    try {
                        for (int i = 0; i < 10_000; i++) {
                            RawServer.send(socket, chunk);
                        }
                        ended.complete(false);
                    } catch (java.io.IOException e) {
                        ended.complete(true);
                    }
                });
                HttpTransport transport =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).maxReplyBytes(1 << 20))) {
            assertThat(Fetches.failure(Fetches.fetch(transport, KEY)).kind()).isEqualTo(Kind.TOO_LARGE);
            assertThat(Fetches.get(ended)).isTrue();
        }
    }

    @Test
    void requestOverTheLimit_isRefused_andNotSent() throws Exception {
        try (RawServer server = new RawServer(RawServer.ok(Fetches.DFW));
                HttpTransport transport =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).maxReplyBytes(1024))) {
            TransportException failure = Fetches.failure(Fetches.fetch(transport, EntityKey.of("k".repeat(2000))));

            assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
            assertThat(failure.getMessage())
                    .contains("1024 bytes", "maxReplyBytes")
                    .doesNotContain("kkk");
            assertThat(server.requests).hasValue(0);
        }
    }

    @Test
    void close_failsCallsUnderWay_andEndsThemOnTheWire() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        try (RawServer server = new RawServer((socket, request) -> {
            asked.countDown();
            ended.complete(RawServer.awaitEnd(socket));
        })) {
            HttpTransport transport = start(server);
            CompletableFuture<List<FeatureRow>> rows = Fetches.fetch(transport, KEY);
            assertThat(asked.await(50, TimeUnit.SECONDS)).isTrue();

            transport.close();
            transport.close();

            assertThat(Fetches.failure(rows).kind()).isEqualTo(Kind.CLOSED);
            assertThat(Fetches.get(ended)).isTrue();
            assertThat(Fetches.failure(Fetches.fetch(transport, KEY)).kind()).isEqualTo(Kind.CLOSED);
        }
    }

    @Test
    void connections_areBounded_andTheOthersWait() throws Exception {
        try (RawServer server = new RawServer(RawServer.ok(Fetches.DFW));
                HttpTransport transport =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).maxConcurrent(4))) {
            List<CompletableFuture<List<FeatureRow>>> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(Fetches.fetch(transport, KEY));
            }
            for (CompletableFuture<List<FeatureRow>> one : all) {
                assertThat(Fetches.get(one).get(0).int64("flights")).isEqualTo(12);
            }

            assertThat(server.requests).hasValue(1000);
            assertThat(server.mostOpen.get()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void waitingForASlot_endsByTheDeadline_andTheSlotIsNotLost() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        try (RawServer server = new RawServer((socket, request) -> {
                    hold.await();
                    RawServer.send(socket, RawServer.ok200(Fetches.DFW));
                });
                HttpTransport transport =
                        runtime.start(HttpTransport.jsonBuilder(server.uri()).maxConcurrent(1))) {
            CompletableFuture<List<FeatureRow>> first = Fetches.fetch(transport, KEY);
            await().until(() -> server.requests.get() == 1);

            TransportException failure =
                    Fetches.failure(Fetches.fetch(transport, Fetches.within(Duration.ofMillis(200)), KEY));
            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(failure.getMessage()).contains("maxConcurrent");

            hold.countDown();
            Fetches.get(first);
            Fetches.get(Fetches.fetch(transport, KEY));
            assertThat(server.requests).hasValue(2);
        }
    }

    @Test
    void connectionRefused_andAHostThatIsNone_areUnavailable_andNamed() throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        try (HttpTransport transport = runtime.start(HttpTransport.jsonBuilder(nobody));
                HttpTransport lost =
                        runtime.start(HttpTransport.jsonBuilder(URI.create("http://no-such-host.invalid:80")))) {
            TransportException refused = Fetches.failure(Fetches.fetch(transport, KEY));
            assertThat(refused.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refused.getMessage()).contains(nobody.toString());

            TransportException unknown = Fetches.failure(Fetches.fetch(lost, KEY));
            assertThat(unknown.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(unknown.getMessage()).contains("does not resolve");
        }
    }

    @Test
    void deadlineThatHasPassed_sendsNothing() throws Exception {
        try (RawServer server = new RawServer(RawServer.ok(Fetches.DFW));
                HttpTransport transport = start(server)) {
            assertThat(Fetches.failure(Fetches.fetch(transport, Fetches.within(Duration.ZERO), KEY))
                            .kind())
                    .isEqualTo(Kind.TIMEOUT);
            assertThat(server.requests).hasValue(0);
        }
    }

    @Test
    void futures_completeOnTheRuntimesThreads() throws Exception {
        for (String answer : List.of(RawServer.ok200(Fetches.DFW), "HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n", "")) {
            CountDownLatch noted = new CountDownLatch(1);
            try (RawServer server = new RawServer((socket, request) -> {
                        noted.await();
                        RawServer.send(socket, answer);
                        if (answer.isEmpty()) {
                            socket.close();
                        }
                    });
                    HttpTransport transport = start(server)) {
                CompletableFuture<String> thread = Fetches.fetch(transport, KEY)
                        .handle((rows, failure) -> Thread.currentThread().getName());
                noted.countDown();

                assertThat(Fetches.get(thread)).startsWith("plumbline-test-work-");
            }
        }
    }

    @Test
    void recover_takesAFreshConnection() throws Exception {
        try (RawServer server = new RawServer(RawServer.ok(Fetches.DFW));
                HttpTransport transport = start(server)) {
            Fetches.get(Fetches.fetch(transport, KEY));
            transport.recover();
            Fetches.get(Fetches.fetch(transport, KEY));

            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void closedTransports_leaveNoThreadAndNoConnection() throws Exception {
        try (RawServer server = new RawServer(RawServer.ok(Fetches.DFW))) {
            for (int i = 0; i < 5; i++) {
                HttpTransport transport = start(server);
                Fetches.get(Fetches.fetch(transport, KEY));
                transport.recover();
                Fetches.get(Fetches.fetch(transport, KEY));
                transport.close();
            }

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                System.gc();
                assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.matches("HttpClient-.*SelectorManager"));
                assertThat(server.open).hasValue(0);
            });
        }
    }

    @Test
    void headers_ofACall_tellItsTime() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (RawServer server = new RawServer((socket, request) -> {
                    seen.set(request);
                    RawServer.send(socket, RawServer.ok200(Fetches.DFW));
                });
                HttpTransport transport = start(server)) {
            Fetches.get(Fetches.fetch(transport, Fetches.with(Map.of("a", "b")), KEY));

            assertThat(seen.get())
                    .containsPattern("plumbline-timeout-ms: \\d{4,5}\r\n")
                    .contains("a: b\r\n");
        }
    }
}
