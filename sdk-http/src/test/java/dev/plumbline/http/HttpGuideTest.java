package dev.plumbline.http;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static dev.plumbline.feature.FeatureType.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guide on this transport: its code is compiled and runs, its server answers. */
@Timeout(120)
final class HttpGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "transport-http.md");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/test/java/dev/plumbline/http/HttpGuideTest.java"), Path.of("src/test/python/plain_server.py"));

    @Test
    void client_ofTheGuide_readsFromTheServerOfTheGuide() throws Exception {
        // tag::view[]
        FeatureView airport = FeatureView.builder("airport_delays", "airport")
                .feature("flights", INT64)
                .feature("mean_delay", FLOAT64)
                .build();
        // end::view[]
        try (PythonServer server = new PythonServer("plain_server.py")) {
            URI address = URI.create(server.address());
            // tag::plain[]
            try (FeatureClient client = FeatureClient.builder(HttpTransport.json(address))
                    .views(airport)
                    .build()) {
                FeatureRow dfw = client.get(airport, EntityKey.of("DFW"));
                // end::plain[]
                client.warmUp(Duration.ofSeconds(30));
                FeatureRows rows =
                        client.getAll(airport, List.of(EntityKey.of("XXX"), EntityKey.of("ORD"), EntityKey.of("DFW")));
                assertThat(dfw.float64("mean_delay")).isEqualTo(8.25);
                assertThat(rows.get(0).status()).isEqualTo(RowStatus.NOT_FOUND);
                assertThat(rows.get(1).state("mean_delay")).isEqualTo(ValueState.NULL);
                assertThat(rows.get(2).int64("flights")).isEqualTo(12);
                assertThat(rows.get(2).eventTime()).contains(Instant.parse("2026-01-01T00:00:00Z"));
                assertThat(rows.get(2).dataVersion()).isEqualTo(7);
            }
        }
    }

    @Test
    void options_ofTheGuide_areTaken() {
        // tag::feast[]
        HttpTransport feast = HttpTransport.feastBuilder(URI.create("https://feast.example:6566"))
                .name("drivers")
                .requestData("current_time")
                .maxReplyBytes(64 << 20)
                .maxConcurrent(50)
                .header("tenant", "rides")
                .build();
        // end::feast[]
        assertThat(feast.name()).isEqualTo("drivers");
        feast.close();
    }

    @Test
    void exchange_ofTheGuide_isWhatIsSentAndRead() throws Exception {
        List<String> blocks = blocks("json");
        assertThat(blocks).hasSize(2);
        FeatureView view = FeatureView.builder("airport_delays", "airport")
                .feature("flights", INT64)
                .feature("mean_delay", FLOAT64)
                .build();
        List<String> seen = new ArrayList<>();
        try (RawServer server = new RawServer((socket, request) -> {
                    seen.add(request);
                    RawServer.send(socket, RawServer.ok200(blocks.get(1)));
                });
                FeatureClient client = FeatureClient.builder(HttpTransport.json(server.uri()))
                        .views(view)
                        .environment(Map.of())
                        .deadline(Duration.ofSeconds(30))
                        .attemptTimeout(Duration.ofSeconds(30))
                        .build()) {
            FeatureRows rows = client.getAll(
                    view, List.of(EntityKey.of("DFW"), EntityKey.of("ORD"), EntityKey.of("JFK"), EntityKey.of("XXX")));

            com.fasterxml.jackson.databind.ObjectMapper mapper = new com.fasterxml.jackson.databind.ObjectMapper();
            String body = seen.get(0).substring(seen.get(0).indexOf("\r\n\r\n"));
            assertThat(mapper.readTree(body)).isEqualTo(mapper.readTree(blocks.get(0)));
            assertThat(rows.toList())
                    .extracting(FeatureRow::status)
                    .containsExactly(RowStatus.PRESENT, RowStatus.PRESENT, RowStatus.ERROR, RowStatus.NOT_FOUND);
            assertThat(rows.get(0).int64("flights")).isEqualTo(12);
            assertThat(rows.get(0).dataVersion()).isEqualTo(7);
            assertThat(rows.get(1).state("flights")).isEqualTo(ValueState.ERROR);
            assertThat(rows.get(1).state("mean_delay")).isEqualTo(ValueState.NULL);
        }
    }

    @Test
    void blocks_ofTheGuide_areThisCode() throws Exception {
        List<String> tagged = new ArrayList<>();
        for (Path source : SOURCES) {
            Matcher tag = Pattern.compile(
                            "(?://|#) tag::(\\w+)\\[\\]\n(.*?)\n *(?://|#) end::\\1\\[\\]", Pattern.DOTALL)
                    .matcher(Files.readString(source));
            while (tag.find()) {
                tagged.add(tag.group(2).stripIndent().strip());
            }
        }
        List<String> told = new ArrayList<>(blocks("java"));
        told.addAll(blocks("python"));
        assertThat(told).containsExactlyInAnyOrderElementsOf(tagged).hasSize(4);
    }

    private static List<String> blocks(String language) throws Exception {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }
}
