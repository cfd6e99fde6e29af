package dev.plumbline.verify;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static dev.plumbline.feature.FeatureType.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureSession;
import dev.plumbline.Written;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.Fallback;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.transport.TransportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guides on consistency and on fallbacks: their code is compiled and does what they say. */
final class ConsistencyGuideTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "dev", "plumbline", "verify", "ConsistencyGuideTest.java");

    /** The user's own way to write. */
    private static final class Store {
        private final InMemoryFeatureStore rows = InMemoryFeatureStore.create();
        private final FeatureView view;
        private long version;

        Store(FeatureView view) {
            this.view = view;
        }

        long put(String airport, double delay) {
            rows.row(view, EntityKey.of(airport))
                    .value("mean_delay", delay)
                    .dataVersion(++version)
                    .put();
            return version;
        }

        FeatureClient client() {
            return FeatureClient.builder(rows.transport())
                    .views(view)
                    .environment(Map.of())
                    .cache(TieredCache.builder().build())
                    .build();
        }
    }

    @Test
    void code_ofTheGuideOnConsistency_runs() {
        FeatureView view = FeatureView.builder("airport_delays", "airport")
                .feature("mean_delay", FLOAT64)
                .build();
        Store store = new Store(view);
        store.put("DFW", 3.5);
        EntityKey key = EntityKey.of("DFW");
        try (FeatureClient client = store.client();
                FeatureClient otherClient = store.client()) {
            otherClient.get(view, key);
            store.rows.pauseReplica();
            // tag::session[]
            FeatureSession session = client.session();
            client.write(view, key, session, () -> Written.version(store.put("DFW", 4.5)));
            String token = session.token();
            // end::session[]
            assertThat(otherClient.get(view, key).float64("mean_delay")).isEqualTo(3.5);
            // tag::token[]
            FeatureSession handedOver = FeatureSession.ofToken(token);
            FeatureRow row = otherClient.get(view, key, CallOptions.session(handedOver));
            // end::token[]
            assertThat(row.float64("mean_delay")).isEqualTo(4.5);
            store.put("DFW", 5.5);
            // tag::primary[]
            FeatureRow newest = client.get(view, key, CallOptions.readPreference(ReadPreference.PRIMARY));
            // end::primary[]
            assertThat(newest.float64("mean_delay")).isEqualTo(5.5);
            // tag::expect[]
            FeatureRow created = client.get(view, key, CallOptions.expectFound());
            // end::expect[]
            assertThat(created.dataVersion()).isPositive();
            // tag::header[]
            CallOptions options = CallOptions.ofDefaults().withHeader("x-caller", "checkout");
            // end::header[]
            store.rows.forgetCalls();
            client.get(view, EntityKey.of("ORD"), options);
            assertThat(store.rows.calls().get(0).headers()).containsEntry("x-caller", "checkout");
        }
    }

    @Test
    void code_ofTheGuideOnFallbacks_runs() {
        // tag::fallbacks[]
        FeatureView view = FeatureView.builder("airport_delays", "airport")
                .feature("flights", INT64)
                .feature("mean_delay", FLOAT64)
                .onNotFound(Fallback.defaults(Map.of("flights", 0L, "mean_delay", 0.0)))
                .onFailure(Fallback.lastKnownOr(Map.of("mean_delay", 4.0)))
                .build();
        // end::fallbacks[]
        Store store = new Store(view);
        try (FeatureClient client = store.client()) {
            FeatureRow row = client.get(view, EntityKey.of("nowhere"));
            assertThat(row.freshness()).isEqualTo(Freshness.FALLBACK);
            assertThat(row.int64("flights")).isZero();
            store.rows.faults().failAlways(TransportException.Kind.INVALID_REQUEST);
            assertThat(client.get(view, EntityKey.of("DFW")).float64("mean_delay"))
                    .isEqualTo(4);
        }
    }

    @Test
    void blocks_ofTheGuides_areThisCode() throws Exception {
        List<String> blocks = new ArrayList<>();
        for (String guide : List.of("consistency.md", "fallbacks.md")) {
            Matcher block = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL)
                    .matcher(Files.readString(DOCS.resolve(guide)));
            while (block.find()) {
                blocks.add(block.group(1));
            }
        }
        String source = Files.readString(SOURCE);
        List<String> tagged = new ArrayList<>();
        Matcher tag = Pattern.compile("// tag::(\\w+)\\[\\]\n(.*?)\n *// end::\\1\\[\\]", Pattern.DOTALL)
                .matcher(source);
        while (tag.find()) {
            tagged.add(tag.group(2).stripIndent().strip());
        }
        assertThat(blocks).containsExactlyInAnyOrderElementsOf(tagged).hasSize(6);
    }
}
