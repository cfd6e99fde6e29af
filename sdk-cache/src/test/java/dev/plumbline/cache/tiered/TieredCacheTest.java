package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.cache.FeatureCache;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TieredCacheTest {
    @Test
    void defaults_areANearTierOnly() {
        try (TieredCache cache = TieredCache.builder().build()) {
            assertThat(cache.near()).isPresent();
            assertThat(cache.near()).isEqualTo(cache.near());
            assertThat(cache.far()).isEmpty();
            assertThat(cache).hasToString("TieredCache[near 67108864 bytes]");
        }
    }

    @Test
    void nodes_makeAFarTier() {
        try (TieredCache cache = TieredCache.builder()
                .near(0)
                .memcached("cache-1:11211", "[::1]:11212")
                .namespace("prod")
                .build()) {
            assertThat(cache.near()).isEmpty();
            assertThat(cache.far()).isPresent();
            assertThat(cache)
                    .hasToString(
                            "TieredCache[memcached [cache-1:11211, [::1]:11212], namespace prod, timeout PT0.01S]");
        }
    }

    @Test
    void noTier_isRefused() {
        assertThatThrownBy(() -> TieredCache.builder().near(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("near(bytes)")
                .hasMessageContaining("memcached");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache-1",
                "cache-1:",
                ":11211",
                "cache 1:11211",
                "cache-1:0",
                "cache-1:65536",
                "cache-1:x",
                "::1:1",
                "[::1]",
                "[]:1",
                "",
                "a,b:1",
                "http://a:1",
                "cach\u00e9:1",
                "a:+1",
                "a:\u0661"
            })
    void badAddress_isRefusedWithTheRemedy(String address) {
        assertThatThrownBy(() -> TieredCache.builder().memcached(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + address + "'")
                .hasMessageContaining("host:port");
    }

    @Test
    void otherOptions_nameThemselvesAndTheRemedy() {
        TieredCache.Builder builder = TieredCache.builder();
        assertThatThrownBy(builder::memcached).hasMessageContaining("memcached: no node");
        assertThatThrownBy(() -> builder.memcached("a:1", "a:1")).hasMessageContaining("'a:1' is named twice");
        assertThatThrownBy(() -> builder.near(-1))
                .hasMessageContaining("near: ")
                .hasMessageContaining("0 for no near");
        assertThatThrownBy(() -> builder.near(65_535)).hasMessageContaining("65536");
        assertThatThrownBy(() -> builder.namespace("a b")).hasMessageContaining("namespace: 'a b'");
        assertThatThrownBy(() -> builder.namespace("")).hasMessageContaining("namespace: ''");
        assertThatThrownBy(() -> builder.farTimeout(Duration.ZERO)).hasMessageContaining("farTimeout: ");
        assertThatThrownBy(() -> builder.farTimeout(Duration.ofSeconds(11))).hasMessageContaining("PT10S");
        assertThatThrownBy(() -> builder.farMaxValueBytes(1_000_001)).hasMessageContaining("farMaxValueBytes: ");
        assertThatThrownBy(() -> builder.compressAbove(63)).hasMessageContaining("compressAbove: ");
        assertThatThrownBy(() -> builder.compressAbove(-1)).hasMessageContaining("0 for never");
        assertThatThrownBy(() ->
                        builder.farMaxValueBytes(2_000).compressAbove(3_000).build())
                .hasMessageContaining("compressAbove: 3000")
                .hasMessageContaining("farMaxValueBytes, which is 2000");
    }

    @Test
    void settings_winOverTheBuilder() {
        TieredCache cache = TieredCache.builder().memcached("a:1").build();
        assertThat(cache.settingKeys())
                .allMatch(key -> key.startsWith("cache."))
                .hasSize(7);

        try (FeatureCache set = cache.withSettings(Map.of(
                "cache.near-bytes", "65536",
                "cache.memcached", "b:1, c:1",
                "cache.namespace", "prod",
                "cache.far-timeout", "20ms",
                "cache.far-max-value-bytes", "100000",
                "cache.leases", "false",
                "cache.compress-above", "2048"))) {
            assertThat(set)
                    .hasToString(
                            "TieredCache[near 65536 bytes, memcached [b:1, c:1], namespace prod, timeout PT0.02S]");
        }
        try (FeatureCache set = cache.withSettings(Map.of("cache.memcached", " "))) {
            assertThat(set.far()).isEmpty();
        }
        assertThat(cache.withSettings(Map.of("cache.namespace", "x")))
                .hasToString("TieredCache[near 67108864 bytes, memcached [a:1], namespace x, timeout PT0.01S]");
    }

    @Test
    void settings_areCheckedAsAWhole() {
        TieredCache cache = TieredCache.builder().build();
        assertThatThrownBy(() -> cache.withSettings(Map.of(
                        "cache.near-bytes", "1e6",
                        "cache.memcached", "a",
                        "cache.namespace", "a b",
                        "cache.far-timeout", "10",
                        "cache.far-max-value-bytes", "99999999999",
                        "cache.leases", "yes",
                        "cache.compress-above", "1",
                        "cache.other", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("setting 'cache.near-bytes': '1e6' is no whole number")
                .hasMessageContaining("setting 'cache.memcached': memcached node 'a' has no port")
                .hasMessageContaining("setting 'cache.namespace': namespace: 'a b'")
                .hasMessageContaining("setting 'cache.far-timeout': '10' is no duration")
                .hasMessageContaining("setting 'cache.far-max-value-bytes': farMaxValueBytes: ")
                .hasMessageContaining("setting 'cache.leases': 'yes' is neither")
                .hasMessageContaining("setting 'cache.compress-above': compressAbove: ")
                .hasMessageContaining("unknown setting 'cache.other'");
        assertThatThrownBy(() -> cache.withSettings(Map.of("cache.near-bytes", "0")))
                .hasMessageContaining("the cache has no tier");
    }

    @Test
    void nodes_areChangedWhileItRuns_ifThereIsAFarTier() {
        VirtualTime time = new VirtualTime();
        Map<String, SimulatedMemcached> servers = new HashMap<>();
        TieredCache cache = TieredCache.builder()
                .memcached("a:1")
                .connectBy((address, events) -> new SimulatedNode(
                        servers.computeIfAbsent(address.text(), unused -> new SimulatedMemcached(time))))
                .build();
        cache.start(ClientRuntime.builder(time, time).ticker(time).clock(time).build());

        cache.nodes("b:1", "c:1");

        assertThat(servers).containsOnlyKeys("a:1", "b:1", "c:1");
        assertThatThrownBy(() -> cache.nodes("b:1", "b:1")).hasMessageContaining("nodes: node 'b:1' is named twice");
        assertThatThrownBy(() -> cache.nodes("b")).hasMessageContaining("has no port");
        assertThatThrownBy(cache::nodes).hasMessageContaining("nodes: no node");
        cache.close();
        try (TieredCache near = TieredCache.builder().build()) {
            assertThatThrownBy(() -> near.nodes("b:1"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no far tier");
        }
    }

    @Test
    void nodes_ofACacheThatSettingsHaveChanged_areThoseOfTheOneInUse() {
        try (TieredCache given = TieredCache.builder().memcached("a:1").build();
                FeatureCache used = given.withSettings(Map.of("cache.memcached", "b:1"))) {
            given.nodes("c:1", "d:1");

            assertThat(((TieredCache) used).addresses()).containsExactlyInAnyOrder("c:1", "d:1");
            assertThat(given.addresses()).containsExactly("a:1");
        }
    }

    @Test
    void startOfAClosedCache_isRefused() {
        TieredCache cache = TieredCache.builder().memcached("a:1").build();
        cache.close();
        try (TestRuntime runtime = new TestRuntime()) {
            assertThatThrownBy(() -> cache.start(runtime.runtime())).hasMessageContaining("closed");
        }
    }

    @Test
    void secondStart_isRefused() {
        try (TestRuntime runtime = new TestRuntime();
                TieredCache cache = TieredCache.builder().build()) {
            cache.start(runtime.runtime());
            assertThatThrownBy(() -> cache.start(runtime.runtime()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one for each client");
        }
    }

    @Test
    void close_mayComeFirstAndTwice() {
        TieredCache cache = TieredCache.builder().memcached("127.0.0.1:1").build();
        assertThatCode(() -> {
                    cache.close();
                    cache.close();
                })
                .doesNotThrowAnyException();
    }
}
