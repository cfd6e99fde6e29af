package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mycorp.dal.LogRequest;
import com.mycorp.dal.LogResponse;
import dev.plumbline.log.Prediction;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class GrpcPredictionSinkTest {
    private static final Prediction PREDICTION = Prediction.of("DFW", "v7", "delay", 0.25);

    private final TestRuntime threads = new TestRuntime();

    @AfterEach
    void stop() {
        threads.close();
    }

    private GrpcPredictionSink started(GrpcPredictionSinkBuilder builder) {
        GrpcPredictionSink sink = builder.callTimeout(Duration.ofSeconds(20)).build();
        sink.start(threads.runtime);
        return sink;
    }

    private GrpcPredictionSink started(LogServer server) {
        return started(GrpcPredictionSink.builder(server.target()));
    }

    @Test
    void prediction_arrivesAsGeneratedClassesReadIt() throws Exception {
        Map<String, Double> scores = new java.util.LinkedHashMap<>();
        scores.put("delay", 0.1);
        scores.put("nan", Double.NaN);
        scores.put("inf", Double.NEGATIVE_INFINITY);
        scores.put("minus", -0.0);
        scores.put("\uD83D\uDE00".repeat(50), 1e-300);
        Prediction prediction = Prediction.of("D\u00DCS \uD83D\uDEEB", "v\u00E9".repeat(100), scores)
                .at(Instant.EPOCH);
        try (LogServer server = LogServer.taking();
                GrpcPredictionSink sink = started(server)) {
            assertThat(get(sink.send(List.of(prediction))).failure(0)).isEmpty();

            LogRequest request = server.next();
            assertThat(request)
                    .isEqualTo(LogRequest.newBuilder()
                            .setEntityId(prediction.entity())
                            .setModelVersion(prediction.modelVersion())
                            .putPredictionScores("delay", 0.1f)
                            .putPredictionScores("nan", Float.NaN)
                            .putPredictionScores("inf", Float.NEGATIVE_INFINITY)
                            .putPredictionScores("minus", -0.0f)
                            .putPredictionScores("\uD83D\uDE00".repeat(50), 0f)
                            .build());
            assertThat(Float.floatToRawIntBits(request.getPredictionScoresOrThrow("minus")))
                    .isEqualTo(Float.floatToRawIntBits(-0.0f));
        }
    }

    @Test
    void scoreBeyondFloats_isRefusedByName() throws Exception {
        try (LogServer server = LogServer.taking();
                GrpcPredictionSink sink = started(server)) {
            TransportException failure = failure(sink.send(List.of(Prediction.of("DFW", "v7", "delay", 1e300))));

            assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
            assertThat(failure).hasMessageContaining("'delay'").hasMessageContaining("1.0E300");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void unsuccessfulLog_fails_withTheServersWordsButNoKey() throws Exception {
        try (LogServer server = new LogServer(request -> LogResponse.newBuilder()
                        .setMessage("row of DFW\nis locked " + "x".repeat(1_000))
                        .build());
                GrpcPredictionSink sink = started(server)) {
            TransportException failure = failure(sink.send(List.of(PREDICTION)));

            assertThat(failure.kind().isRetryable()).isFalse();
            assertThat(failure.code()).isEqualTo("not_taken");
            assertThat(failure).hasMessageContaining("row of ... is locked xxx").hasMessageNotContaining("DFW");
            assertThat(failure.getMessage()).hasSizeLessThan(400);
        }
    }

    @Test
    void emptyReply_isNoSuccess() throws Exception {
        try (LogServer server = new LogServer(request -> LogResponse.getDefaultInstance());
                GrpcPredictionSink sink = started(server)) {
            assertThat(failure(sink.send(List.of(PREDICTION)))).hasMessageContaining("does not say why");
        }
    }

    @Test
    void statuses_areTheKindsOfATransport() throws Exception {
        Map<Status, Kind> kinds = Map.of(
                Status.UNAVAILABLE, Kind.UNAVAILABLE,
                Status.UNKNOWN, Kind.INTERNAL,
                Status.RESOURCE_EXHAUSTED, Kind.OVERLOADED,
                Status.UNIMPLEMENTED, Kind.UNIMPLEMENTED);
        for (Map.Entry<Status, Kind> entry : kinds.entrySet()) {
            try (LogServer server = new LogServer(request -> {
                        throw entry.getKey().withDescription("DFW").asRuntimeException();
                    });
                    GrpcPredictionSink sink = started(server)) {
                TransportException failure = failure(sink.send(List.of(PREDICTION)));

                assertThat(failure.kind()).as(entry.toString()).isEqualTo(entry.getValue());
                assertThat(failure).hasMessageNotContaining("DFW");
            }
        }
    }

    @Test
    void callWithoutAnAnswer_endsByItsDeadline() throws Exception {
        try (LogServer server = new LogServer(request -> null);
                GrpcPredictionSink sink = GrpcPredictionSink.builder(server.target())
                        .callTimeout(Duration.ofMillis(300))
                        .build()) {
            sink.start(threads.runtime);

            assertThat(failure(sink.send(List.of(PREDICTION))).kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(TestServer.next(server.headers).keys()).contains("grpc-timeout");
        }
    }

    @Test
    void sendThatIsCancelled_isCancelledOnTheWire() throws Exception {
        try (LogServer server = new LogServer(request -> null);
                GrpcPredictionSink sink = started(server)) {
            CompletableFuture<?> sent = sink.send(List.of(PREDICTION));
            server.next();

            sent.cancel(true);

            assertThat(TestServer.next(server.cancelled)).isEqualTo("DFW");
        }
    }

    @Test
    void serverThatComesLate_isFoundWithoutWaitingForTheChannelsBackoff() throws Exception {
        try (LogServer server = LogServer.taking();
                GrpcPredictionSink sink = started(server)) {
            server.kill();
            assertThat(failure(sink.send(List.of(PREDICTION))).kind()).isEqualTo(Kind.UNAVAILABLE);
            server.startAgain();

            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        CompletableFuture<?> sent = sink.send(List.of(PREDICTION));
                        return sent.handle((result, thrown) -> thrown == null).get();
                    });
        }
    }

    @Test
    void servicePathAndOtherOptionsOfTheChannel_areTheTransports() throws Exception {
        try (LogServer server = LogServer.taking();
                GrpcPredictionSink sink = started(GrpcPredictionSink.builder(server.target())
                        .channel(options -> options.servicePath("com.mycorp.dal.Other")))) {
            TransportException failure = failure(sink.send(List.of(PREDICTION)));

            assertThat(failure.kind()).isEqualTo(Kind.UNIMPLEMENTED);
        }
    }

    @Test
    void sinkThatIsClosedOrNotStarted_says() {
        GrpcPredictionSink sink = GrpcPredictionSink.to("dns:///127.0.0.1:1");
        assertThatThrownBy(() -> get(sink.send(List.of(PREDICTION)))).hasMessageContaining("not started");
        sink.start(threads.runtime);
        sink.close();
        sink.close();

        assertThatThrownBy(() -> get(sink.send(List.of(PREDICTION)))).hasMessageContaining("closed");
        assertThat(sink.toString()).doesNotContain("DFW");
    }

    @Test
    void optionsOutOfRange_areNamed() {
        assertThatThrownBy(() -> GrpcPredictionSink.builder("x").maxConcurrentCalls(0))
                .hasMessageContaining("maxConcurrentCalls");
        assertThatThrownBy(() -> GrpcPredictionSink.builder("x").callTimeout(Duration.ZERO))
                .hasMessageContaining("callTimeout");
        assertThatThrownBy(() -> GrpcPredictionSink.to(" ")).hasMessageContaining("target");
        assertThat(GrpcPredictionSink.builder("x").maxConcurrentCalls(3).build().maxSends())
                .isEqualTo(3);
    }

    @Test
    void headers_carryNoKey() throws Exception {
        try (LogServer server = LogServer.taking();
                GrpcPredictionSink sink = started(server)) {
            assertThat(get(sink.send(List.of(PREDICTION))).failure(0)).isEmpty();

            Metadata headers = TestServer.next(server.headers);
            assertThat(headers.toString()).doesNotContain("DFW");
        }
    }
}
