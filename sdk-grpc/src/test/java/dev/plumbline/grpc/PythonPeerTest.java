package dev.plumbline.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.ViewBinding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class PythonPeerTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
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

    @Test
    void everyShape_ofAPythonServer() throws Exception {
        try (PythonServer server = new PythonServer();
                TestRuntime threads = new TestRuntime();
                GrpcTransport transport = GrpcTransport.onlineFeatures(server.target())) {
            transport.start(threads.runtime);
            ViewBinding binding = ViewBinding.of(VIEW);
            transport.bind(binding);
            List<EntityKey> keys =
                    List.of(EntityKey.of("odd"), EntityKey.of("unknown"), EntityKey.of("full"), EntityKey.of("failed"));

            List<FeatureRow> rows = Fetches.get(
                    transport.fetch(new FetchRequest(binding, keys), Fetches.with(Map.of("traceparent", TRACE))));

            assertThat(rows)
                    .extracting(FeatureRow::status)
                    .containsExactly(RowStatus.PRESENT, RowStatus.NOT_FOUND, RowStatus.PRESENT, RowStatus.NOT_FOUND);
            FeatureRow full = rows.get(2);
            assertThat(full.int64("flights")).isEqualTo(12);
            assertThat(full.float64("mean_delay")).isEqualTo(8.25);
            assertThat(full.string("top_destination")).isEqualTo("Zürich");
            assertThat(full.bool("is_hub")).isTrue();
            assertThat(full.float32s("hourly")).containsExactly(1.5f, 2, 3);
            assertThat(full.strings("gates")).containsExactly("A", "B");
            assertThat(full.string("traceparent")).isEqualTo(TRACE);
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
