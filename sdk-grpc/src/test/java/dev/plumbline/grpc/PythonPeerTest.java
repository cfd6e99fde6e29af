package dev.plumbline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
final class PythonPeerTest {
    private static final FeatureView VIEW = FeatureView.builder("airport", "airport")
            .feature("flights", FeatureType.INT64)
            .feature("mean_delay", FeatureType.FLOAT64)
            .feature("top_destination", FeatureType.STRING)
            .feature("is_hub", FeatureType.BOOL)
            .feature("hourly", FeatureType.vectorOf(FeatureType.FLOAT32, 3))
            .feature("gates", FeatureType.listOf(FeatureType.STRING))
            .feature("traceparent", FeatureType.STRING)
            .feature("never_sent", FeatureType.FLOAT64)
            .build();

    @RegisterExtension
    final OpenTelemetryExtension telemetry = OpenTelemetryExtension.create();

    @Test
    void everyShape_ofAPythonServer_reachesTheClient_andTheTraceReachesTheServer() throws Exception {
        try (PythonServer server = new PythonServer("feature_store_server.py", "feature_store.proto");
                FeatureClient client = FeatureClient.builder(GrpcTransport.onlineFeatures(server.target()))
                        .views(VIEW)
                        .environment(Map.of())
                        .deadline(Duration.ofSeconds(30))
                        .openTelemetry(telemetry.getOpenTelemetry())
                        .build()) {
            List<EntityKey> keys =
                    List.of(EntityKey.of("odd"), EntityKey.of("unknown"), EntityKey.of("full"), EntityKey.of("failed"));
            Span request = telemetry
                    .getOpenTelemetry()
                    .getTracer("test")
                    .spanBuilder("request")
                    .startSpan();

            FeatureRows rows;
            try (Scope scope = request.makeCurrent()) {
                assertThat(scope).isNotNull();
                rows = client.getAll(VIEW, keys);
            } finally {
                request.end();
            }

            assertThat(rows.toList())
                    .extracting(FeatureRow::status)
                    .containsExactly(RowStatus.PRESENT, RowStatus.NOT_FOUND, RowStatus.PRESENT, RowStatus.NOT_FOUND);
            FeatureRow full = rows.get(2);
            assertThat(full.int64("flights")).isEqualTo(12);
            assertThat(full.float64("mean_delay")).isEqualTo(8.25);
            assertThat(full.string("top_destination")).isEqualTo("Zürich");
            assertThat(full.bool("is_hub")).isTrue();
            assertThat(full.float32s("hourly")).containsExactly(1.5f, 2, 3);
            assertThat(full.strings("gates")).containsExactly("A", "B");
            SpanData attempt = telemetry.getSpans().stream()
                    .filter(span -> span.getKind() == SpanKind.CLIENT)
                    .findFirst()
                    .orElseThrow();
            assertThat(attempt.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
            assertThat(full.string("traceparent"))
                    .startsWith("00-" + attempt.getTraceId() + "-" + attempt.getSpanId() + "-");
            assertThat(attempt.getName()).isEqualTo("feature_store.FeatureStore/GetOnlineFeatures");
            assertThat(attempt.getAttributes().asMap().toString())
                    .contains("rpc.system.name=grpc", "rpc.method=feature_store.FeatureStore/GetOnlineFeatures")
                    .contains(
                            "server.address=127.0.0.1",
                            "server.port="
                                    + server.target().substring(server.target().lastIndexOf(':') + 1));
            assertThat(full.state("never_sent")).isEqualTo(ValueState.NOT_FOUND);
            FeatureRow odd = rows.get(0);
            assertThat(odd.state("flights")).isEqualTo(ValueState.ERROR);
            assertThat(odd.state("mean_delay")).isEqualTo(ValueState.NULL);
            assertThat(odd.state("top_destination")).isEqualTo(ValueState.ERROR);
            assertThat(odd.state("is_hub")).isEqualTo(ValueState.ERROR);
            assertThat(odd.state("hourly")).isEqualTo(ValueState.ERROR);
            assertThat(odd.strings("gates")).isEmpty();
        }
    }
}
