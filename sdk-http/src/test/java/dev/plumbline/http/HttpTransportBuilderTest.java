package dev.plumbline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpTransportBuilderTest {
    private static final URI SERVER = URI.create("http://features:8080");

    @Test
    void names_operations_andAttributes_areThoseOfOpenTelemetry() {
        HttpTransport feast = HttpTransport.feast(URI.create("https://Feast.Example/base"));

        assertThat(feast.name()).isEqualTo("feast-http");
        assertThat(feast.operation()).isEqualTo("POST /base/get-online-features");
        assertThat(feast.attributes())
                .containsEntry("http.request.method", "POST")
                .containsEntry("url.full", "https://Feast.Example/base/get-online-features?status=true")
                .containsEntry("url.template", "/base/get-online-features")
                .containsEntry("server.address", "Feast.Example")
                .containsEntry("server.port", "443");
        assertThat(feast).hasToString("feast-http at https://Feast.Example");
        assertThat(feast.isNotFoundCertain()).isTrue();
        HttpTransport json = HttpTransport.jsonBuilder(SERVER).name("drivers").build();
        assertThat(json.name()).isEqualTo("drivers");
        assertThat(json.operation()).isEqualTo("POST /features");
        assertThat(json.attributes()).containsEntry("server.port", "8080");
        assertThat(json.maxEntities()).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"features:8080", "ftp://host", "http:///path", "/path", "http://u:secret@host", "http://h?a=b"})
    void serversThatAreNone_areRefused_withoutTheirSecrets(String server) {
        assertThatThrownBy(() -> HttpTransport.json(URI.create(server)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void options_outOfRange_areRefused_andNamed() {
        HttpTransportBuilder builder = HttpTransport.jsonBuilder(SERVER);

        assertThatThrownBy(() -> builder.maxReplyBytes(1)).hasMessageContaining("maxReplyBytes");
        assertThatThrownBy(() -> builder.maxEntities(0)).hasMessageContaining("maxEntities");
        assertThatThrownBy(() -> builder.maxConcurrent(0)).hasMessageContaining("maxConcurrent");
        assertThatThrownBy(() -> builder.path("x")).hasMessageContaining("'x'");
        assertThatThrownBy(() -> builder.path("/x?y")).hasMessageContaining("query");
        assertThatThrownBy(() -> builder.name(" ")).hasMessageContaining("name");
        assertThatThrownBy(() -> builder.header("Host", "x")).hasMessageContaining("Host");
        assertThatThrownBy(() -> builder.header("a b", "x")).hasMessageContaining("a b");
        assertThatThrownBy(() -> builder.featureService("x")).hasMessageContaining("feastBuilder");
        assertThatThrownBy(() -> builder.requestData("x")).hasMessageContaining("feastBuilder");
        assertThatThrownBy(builder::withoutStatuses).hasMessageContaining("feastBuilder");
    }

    @ParameterizedTest
    @ValueSource(strings = {":flights", "view:", "a:b:c"})
    void feastsNames_thatAreNone_areRefusedWhenBound(String serverName) {
        ViewBinding binding = ViewBinding.of(Fetches.AIRPORT).withServerName("flights", serverName);

        assertThatThrownBy(() -> HttpTransport.feast(SERVER).bind(binding))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + serverName + "'")
                .hasMessageContaining("airport_delays")
                .hasMessageContaining("flights");
        HttpTransport.json(SERVER).bind(binding);
    }

    @Test
    @SuppressWarnings("try")
    void fetches_thatCannotLeave_failTyped() throws Exception {
        try (TestRuntime runtime = new TestRuntime();
                HttpTransport transport =
                        HttpTransport.jsonBuilder(SERVER).maxEntities(1).build()) {
            assertThat(kind(transport)).isEqualTo(TransportException.Kind.CLOSED);
            transport.start(runtime.runtime);
            transport.start(runtime.runtime);
            assertThat(Fetches.failure(Fetches.fetch(transport, EntityKey.of(1), EntityKey.of(2)))
                            .getMessage())
                    .contains("maxEntities");
            transport.close();
            assertThat(kind(transport)).isEqualTo(TransportException.Kind.CLOSED);
            assertThat(Fetches.failure(transport.warmUp()).kind()).isEqualTo(TransportException.Kind.CLOSED);
            transport.recover();
        }
    }

    private static TransportException.Kind kind(HttpTransport transport) throws Exception {
        return Fetches.failure(Fetches.fetch(transport, EntityKey.of(1))).kind();
    }
}
