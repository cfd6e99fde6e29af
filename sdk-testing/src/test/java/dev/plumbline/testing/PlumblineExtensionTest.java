package dev.plumbline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs the nested classes by themselves and looks at what becomes of them. */
@NullUnmarked
final class PlumblineExtensionTest {
    private static final EntityKey KEY = EntityKey.of("a");
    private static final FeatureView VIEW =
            FeatureView.builder("numbers", "id").feature("x", FeatureType.INT64).build();

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }

    private static String failure(Class<?> tests) {
        List<String> messages = run(tests).failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .map(Throwable::getMessage)
                        .orElse(""))
                .toList();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    @Test
    void eachTest_hasAClientAndAStoreOfItsOwn() {
        run(Fresh.class).assertStatistics(stats -> stats.succeeded(2).failed(0));
        assertThat(Fresh.last.toString()).contains("test_");
    }

    static final class Fresh {
        static FeatureClient last;

        @RegisterExtension
        static final PlumblineExtension plumbline = PlumblineExtension.of(VIEW);

        @BeforeEach
        void fill(InMemoryFeatureStore store) {
            assertThat(store.callCount()).isZero();
            store.put(VIEW, KEY, Map.of("x", 1L));
        }

        @Test
        void one(FeatureClient client) {
            last = client;
            assertThat(client.get(VIEW, KEY).int64("x")).isEqualTo(1);
        }

        @Test
        void two(FeatureClient client, InMemoryFeatureStore store) {
            last = client;
            assertThat(client.get(VIEW, KEY).int64("x")).isEqualTo(1);
            assertThat(store.callCount()).isEqualTo(1);
        }
    }

    @Test
    void manualTime_isTheClients() {
        run(InManualTime.class).assertStatistics(stats -> stats.succeeded(1).failed(0));
    }

    static final class InManualTime {
        @RegisterExtension
        final PlumblineExtension plumbline = PlumblineExtension.of(VIEW).withManualTime();

        @Test
        void times(FeatureClient client, InMemoryFeatureStore store, ManualTime time) {
            store.faults().delay(Duration.ofMillis(40));
            var read = client.getAsync(VIEW, KEY);
            assertThat(read).isNotDone();
            time.advance(Duration.ofMillis(40));
            assertThat(read).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void configure_reachesTheBuilder() {
        run(Configured.class).assertStatistics(stats -> stats.succeeded(1).failed(0));
    }

    static final class Configured {
        @RegisterExtension
        static final PlumblineExtension plumbline =
                PlumblineExtension.of(VIEW).configure(builder -> builder.name("mine"));

        @Test
        void name(FeatureClient client) {
            assertThat(client.toString()).contains("client 'mine'");
        }
    }

    @Test
    void manualTime_withoutBeingSet_isNamed() {
        assertThat(failure(NoManualTime.class)).contains("withManualTime()");
    }

    static final class NoManualTime {
        @RegisterExtension
        static final PlumblineExtension plumbline = PlumblineExtension.of(VIEW);

        @Test
        void asks(ManualTime time) {}
    }

    @Test
    void holdWithoutRelease_failsTheTest() {
        assertThat(failure(Holds.class)).contains("hold() without release()").contains("1 fetches");
    }

    static final class Holds {
        @RegisterExtension
        static final PlumblineExtension plumbline = PlumblineExtension.of(VIEW);

        @Test
        void holds(FeatureClient client, InMemoryFeatureStore store) {
            store.faults().hold();
            client.getAsync(VIEW, KEY);
        }
    }

    @Test
    void pendingFetch_failsTheTest() {
        assertThat(failure(Pending.class))
                .contains("1 fetches not answered yet")
                .contains("advance()");
    }

    static final class Pending {
        @RegisterExtension
        static final PlumblineExtension plumbline = PlumblineExtension.of(VIEW).withManualTime();

        @Test
        void delays(FeatureClient client, InMemoryFeatureStore store) {
            store.faults().delay(Duration.ofMillis(10));
            client.getAsync(VIEW, KEY);
        }
    }

    @Test
    void clientOfTheStoreLeftOpen_failsTheTest() {
        assertThat(failure(LeavesClient.class)).contains("client 'mine'").contains("close it");
        LeavesClient.left.close();
    }

    static final class LeavesClient {
        static FeatureClient left;

        @RegisterExtension
        static final PlumblineExtension plumbline = PlumblineExtension.of(VIEW);

        @Test
        void opens(InMemoryFeatureStore store) {
            left = FeatureClient.builder(store.transport())
                    .views(VIEW)
                    .name("mine")
                    .environment(Map.of())
                    .build();
        }
    }

    @Test
    void threadLeftAlive_failsTheTest() {
        assertThat(failure(LeavesThread.class)).contains("thread 'plumbline-stray'");
        LeavesThread.go.countDown();
    }

    static final class LeavesThread {
        static CountDownLatch go = new CountDownLatch(1);

        @RegisterExtension
        static final PlumblineExtension plumbline = PlumblineExtension.of(VIEW);

        @Test
        void starts(FeatureClient client) {
            Thread stray = new Thread(
                    () -> {
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "plumbline-stray");
            stray.setDaemon(true);
            stray.start();
        }
    }
}
