package dev.plumbline.verify;

import static dev.plumbline.feature.FeatureType.FLOAT64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.WriteReceipt;
import dev.plumbline.Written;
import dev.plumbline.cache.tiered.TieredCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.testing.InMemoryFeatureStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide on caching: its code is compiled and does what it says; its tables hold the code's own values. */
final class CachingGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "caching.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "dev", "plumbline", "verify", "CachingGuideTest.java");

    private static FeatureView view() {
        // tag::bounds[]
        FeatureView view = FeatureView.builder("airport_delays", "airport")
                .feature("mean_delay", FLOAT64)
                .staleness(StalenessBounds.builder()
                        .fresh(Duration.ofSeconds(30))
                        .nearFresh(Duration.ofSeconds(5))
                        .staleWhileRevalidate(Duration.ofSeconds(60))
                        .staleIfError(Duration.ofMinutes(5))
                        .notFound(Duration.ofSeconds(1))
                        .build())
                .build();
        // end::bounds[]
        return view;
    }

    /** The user's own way to write. */
    private static final class Store {
        private final InMemoryFeatureStore rows = InMemoryFeatureStore.create();
        private final FeatureView view;
        private long version;

        Store(FeatureView view) {
            this.view = view;
        }

        void put(String airport, double delay) {
            rows.row(view, EntityKey.of(airport))
                    .value("mean_delay", delay)
                    .dataVersion(++version)
                    .put();
        }
    }

    @Test
    void code_ofTheGuide_runs() {
        // tag::cache[]
        TieredCache cache = TieredCache.builder()
                .near(64 << 20)
                .memcached("cache-1:11211", "cache-2:11211")
                .namespace("ranking")
                .build();
        // end::cache[]
        cache.close();
        FeatureView view = view();
        Store store = new Store(view);
        store.put("DFW", 3.5);
        EntityKey key = EntityKey.of("DFW");
        try (FeatureClient client = FeatureClient.builder(store.rows.transport())
                .views(view)
                .environment(Map.of())
                .cache(TieredCache.builder().build())
                .build()) {
            assertThat(client.get(view, key).float64("mean_delay")).isEqualTo(3.5);
            // tag::write[]
            WriteReceipt receipt = client.write(view, key, () -> {
                store.put("DFW", 4.5);
                return Written.something();
            });
            // end::write[]
            assertThat(receipt.shared()).isCompletedWithValue(true);
            assertThat(client.get(view, key).float64("mean_delay")).isEqualTo(4.5);
            receipt = client.write(view, key, () -> {
                store.put("DFW", 5.5);
                return Written.version(store.version);
            });
            // tag::version[]
            FeatureRow row = client.get(view, key, CallOptions.minVersion(receipt.dataVersion()));
            // end::version[]
            assertThat(row.float64("mean_delay")).isEqualTo(5.5);
        }
    }

    @Test
    void bounds_ofTheGuide_areTheDefaults() {
        assertThat(view().staleness()).contains(StalenessBounds.ofDefaults());
    }

    @Test
    void settings_ofTheGuide_areThoseOfTheCache() throws Exception {
        List<String> told = new ArrayList<>();
        Matcher row = Pattern.compile("(?m)^\\| `(cache\\.[^`]+)` \\|").matcher(Files.readString(GUIDE));
        while (row.find()) {
            told.add(row.group(1));
        }
        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(
                        TieredCache.builder().build().settingKeys());
    }

    @Test
    void blocks_ofTheGuide_areThisCode() throws Exception {
        List<String> blocks = new ArrayList<>();
        Matcher block = Pattern.compile("```java\n(.*?)\n```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        String source = Files.readString(SOURCE);
        List<String> tagged = new ArrayList<>();
        Matcher tag = Pattern.compile("// tag::(\\w+)\\[\\]\n(.*?)\n *// end::\\1\\[\\]", Pattern.DOTALL)
                .matcher(source);
        while (tag.find()) {
            tagged.add(tag.group(2).stripIndent().strip());
        }
        assertThat(blocks).containsExactlyInAnyOrderElementsOf(tagged).hasSize(4);
    }
}
