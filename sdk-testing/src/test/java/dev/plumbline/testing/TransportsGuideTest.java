package dev.plumbline.testing;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static dev.plumbline.feature.FeatureType.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.http.HttpTransport;
import dev.plumbline.testing.TransportTraits.Trait;
import dev.plumbline.testing.contract.Carried;
import dev.plumbline.testing.grpc.OnlineFeaturesServer;
import dev.plumbline.testing.http.JsonServer;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.TransportException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guides on transports: their code is compiled and does what they say; the table holds what the contracts carry. */
final class TransportsGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "transports.md");
    private static final Path TESTING = Path.of("..", "docs", "testing-transports.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "dev", "plumbline", "testing", "TransportsGuideTest.java");

    private final FeatureView airport = FeatureView.builder("airport_delays", "airport")
            .feature("flights", INT64)
            .feature("mean_delay", FLOAT64)
            .build();
    private final FeatureView driver =
            FeatureView.builder("driver", "driver_id").feature("trips", INT64).build();
    private final FeatureView price =
            FeatureView.builder("price", "sku").feature("cents", INT64).build();

    @Test
    void views_haveTheirOwnServices() {
        // tag::client[]
        FeatureClient client = FeatureClient.builder(GrpcTransport.onlineFeatures("dns:///features:8980"))
                .views(airport)
                .viewsFrom(GrpcTransport.feast("dns:///feast:6566"), driver)
                .viewsFrom(HttpTransport.json(URI.create("http://prices:8080")), price)
                .build();
        // end::client[]
        client.close();
    }

    @Test
    void server_failsOnce_andTheClientAsksAgain() {
        // tag::server[]
        InMemoryFeatureStore store = InMemoryFeatureStore.create();
        store.put(airport, EntityKey.of("DFW"), Map.of("flights", 12L, "mean_delay", 3.5));
        try (OnlineFeaturesServer server = OnlineFeaturesServer.start(store, airport);
                FeatureClient client = FeatureClient.builder(GrpcTransport.onlineFeatures(server.target()))
                        .views(airport)
                        .deadline(Duration.ofSeconds(20))
                        .build()) {
            store.faults().failNext(1, TransportException.Kind.UNAVAILABLE);
            FeatureRow row = client.get(airport, EntityKey.of("DFW"));
            // end::server[]
            assertThat(row.float64("mean_delay")).isEqualTo(3.5);
            assertThat(store.callCount()).isGreaterThanOrEqualTo(2);
        }
    }

    /** Stands for the reader's server. */
    private record MyServer(JsonServer server) implements AutoCloseable {
        static MyServer start(InMemoryFeatureStore store, FeatureView... views) {
            return new MyServer(JsonServer.start(store, views));
        }

        int port() {
            return server.port();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Stands for the reader's transport. */
    private static final class MyTransport extends dev.plumbline.testing.contract.Meddling {
        MyTransport(int port, int maxReplyBytes) {
            super(transport(port, maxReplyBytes));
        }

        private static FeatureTransport transport(int port, int maxReplyBytes) {
            return HttpTransport.jsonBuilder(URI.create("http://127.0.0.1:" + port))
                    .maxReplyBytes(maxReplyBytes)
                    .maxConcurrent(1_000)
                    .build();
        }
    }

    // tag::contract[]
    static final class MyTransportTest extends TransportContract {
        @Override
        protected TransportTraits traits() {
            return TransportTraits.builder().versions(false).requestLimit(false).build();
        }

        @Override
        protected TransportBackend open(TransportPlan plan) {
            MyServer server = MyServer.start(plan.store(), plan.viewArray());
            return TransportBackend.of(new MyTransport(server.port(), plan.maxMessageBytes()), server);
        }
    }
    // end::contract[]

    @Test
    void table_isWhatTheContractsCarry() throws Exception {
        List<String> lines = List.of(
                line("online features", Carried.ONLINE_FEATURES),
                line("data access", Carried.DATA_ACCESS),
                line("graph features", Carried.GRAPH_FEATURES),
                line("Feast, gRPC", Carried.FEAST),
                line("Feast, HTTP", Carried.FEAST_HTTP),
                line("plain JSON", Carried.JSON),
                line("native", Carried.NATIVE_FEATURES));

        assertThat(Files.readAllLines(GUIDE)).containsSubsequence(lines);
    }

    private static String line(String name, TransportTraits traits) {
        return "| "
                + String.join(
                        " | ",
                        name,
                        traits.has(Trait.COMPOSITE_KEYS) ? "several" : "one",
                        notCarried(traits),
                        switch (traits.numbers()) {
                            case EXACT -> "2^63";
                            case FLOAT64 -> "2^53";
                            case FLOAT32 -> "2^24";
                        },
                        yes(traits.has(Trait.NULLS)),
                        yes(traits.has(Trait.NON_FINITE)),
                        timestamps(traits),
                        yes(traits.has(Trait.EVENT_TIMES)),
                        yes(traits.has(Trait.VERSIONS)),
                        switch (traits.partialFailure()) {
                            case ERROR -> "error cells";
                            case NOT_FOUND -> "not found";
                            case CALL -> "its call fails";
                        })
                + " |";
    }

    private static String yes(boolean has) {
        return has ? "yes" : "no";
    }

    private static String timestamps(TransportTraits traits) {
        if (!traits.carries(FeatureType.TIMESTAMP)) {
            return "-";
        }
        return traits.timestampUnit().toSeconds() == 1 ? "seconds" : "microseconds";
    }

    private static String notCarried(TransportTraits traits) {
        Stream<String> scalars = TransportTraits.ALL_TYPES.stream()
                .filter(type -> type.isScalar() && !traits.carries(type))
                .map(FeatureType::toString);
        boolean lists = traits.types().stream().noneMatch(type -> type.kind() == FeatureType.Kind.LIST);
        List<String> all = Stream.concat(scalars, lists ? Stream.of("lists", "vectors") : Stream.empty())
                .toList();
        return all.isEmpty() ? "-" : String.join(", ", all);
    }

    @Test
    void kinds_ofTheGuide_areAll() throws Exception {
        List<String> told = new ArrayList<>();
        Matcher row = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([^|]*) \\|").matcher(Files.readString(GUIDE));
        while (row.find()) {
            told.add(row.group(1));
            boolean again = TransportException.Kind.valueOf(row.group(1)).isRetryable();
            assertThat(row.group(2).equals("yes")).as(row.group(1)).isEqualTo(again);
        }
        // The caller's own cancel is no failure that a reader meets.
        told.add(TransportException.Kind.CANCELLED.name());
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(TransportException.Kind.values())
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void blocks_ofTheGuides_areThisCode() throws Exception {
        List<String> blocks = new ArrayList<>();
        for (Path guide : List.of(GUIDE, TESTING)) {
            Matcher block =
                    Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL).matcher(Files.readString(guide));
            while (block.find()) {
                blocks.add(block.group(1));
            }
        }
        List<String> tagged = new ArrayList<>();
        Matcher tag = Pattern.compile("// tag::(\\w+)\\[\\]\n(.*?)\n *// end::\\1\\[\\]", Pattern.DOTALL)
                .matcher(Files.readString(SOURCE));
        while (tag.find()) {
            tagged.add(tag.group(2).stripIndent().strip());
        }
        assertThat(blocks).containsExactlyInAnyOrderElementsOf(tagged).hasSize(3);
    }
}
