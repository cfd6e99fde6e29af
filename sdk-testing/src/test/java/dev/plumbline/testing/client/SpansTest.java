package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SpansTest extends ClientTest {
    @RegisterExtension
    static final OpenTelemetryExtension otel = OpenTelemetryExtension.create();

    private List<SpanData> spans(String name, int count) {
        eventually()
                .until(() -> otel.getSpans().stream()
                                .filter(span -> span.getName().equals(name))
                                .count()
                        == count);
        return otel.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private FeatureClient client() {
        return open(builder().openTelemetry(otel.getOpenTelemetry()));
    }

    @Test
    void read_isTheParentOfItsAttempt_andPartOfTheCallersTrace() {
        FeatureClient client = client();
        Span caller =
                otel.getOpenTelemetry().getTracer("test").spanBuilder("caller").startSpan();
        try (Scope scope = caller.makeCurrent()) {
            assertThat(scope).isNotNull();
            client.get(AIRPORT, DFW);
        } finally {
            caller.end();
        }

        SpanData read = spans("get_features airport_delays", 1).get(0);
        SpanData attempt = spans("in-memory", 1).get(0);
        assertThat(read.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
        assertThat(read.getTraceId()).isEqualTo(caller.getSpanContext().getTraceId());
        assertThat(attempt.getParentSpanId()).isEqualTo(read.getSpanId());
        assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(store.calls().get(0).headers().get("traceparent"))
                .startsWith("00-" + read.getTraceId() + "-" + attempt.getSpanId() + "-");
    }

    @Test
    void callersStages_runInTheCallersContext() {
        FeatureClient client = client();
        Span caller =
                otel.getOpenTelemetry().getTracer("test").spanBuilder("caller").startSpan();
        store.faults().hold();
        CompletableFuture<String> seen;
        try (Scope scope = caller.makeCurrent()) {
            assertThat(scope).isNotNull();
            seen = client.getAsync(AIRPORT, DFW)
                    .thenApply(row -> Span.current().getSpanContext().getSpanId());
        }
        store.faults().release();

        assertThat(done(seen)).isEqualTo(caller.getSpanContext().getSpanId());
        caller.end();
    }

    @Test
    void retries_areSpansOfTheirOwn() {
        store.faults().failNext(1, TransportException.Kind.UNAVAILABLE);

        client().get(AIRPORT, DFW);

        List<SpanData> attempts = spans("in-memory", 2);
        assertThat(attempts).extracting(SpanData::getStatus).containsExactly(StatusData.error(), StatusData.unset());
        String read = spans("get_features airport_delays", 1).get(0).getSpanId();
        assertThat(attempts).extracting(SpanData::getParentSpanId).containsOnly(read);
        assertThat(store.calls().get(0).headers().get("traceparent"))
                .isNotEqualTo(store.calls().get(1).headers().get("traceparent"));
    }

    @Test
    void joiner_linksToTheReadThatLoads() {
        FeatureClient client = client();
        store.faults().hold();
        CompletableFuture<FeatureRow> first = client.getAsync(AIRPORT, DFW);
        CompletableFuture<FeatureRow> second = client.getAsync(AIRPORT, DFW);
        store.faults().release();
        done(first);
        done(second);

        List<SpanData> reads = spans("get_features airport_delays", 2);
        assertThat(reads.stream().mapToInt(read -> read.getLinks().size()).sum())
                .isEqualTo(1);
        assertThat(spans("in-memory", 1)).hasSize(1);
    }

    @Test
    void noSpan_namesAnEntity() {
        client().getAll(AIRPORT, List.of(DFW, NOWHERE));

        spans("get_features airport_delays", 1);
        assertThat(otel.getSpans())
                .allSatisfy(span -> assertThat(span.toString()).doesNotContain("DFW", "nowhere"));
    }
}
