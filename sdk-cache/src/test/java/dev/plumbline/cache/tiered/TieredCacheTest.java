package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
        assertThatThrownBy(() -> builder.farConcurrency(0)).hasMessageContaining("farConcurrency: ");
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
