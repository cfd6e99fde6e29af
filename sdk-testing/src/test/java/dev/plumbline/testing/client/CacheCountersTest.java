package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.FarRead;
import dev.plumbline.feature.FeatureRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What became of the rows that were looked for in the tiers. */
final class CacheCountersTest extends SharedFarTest {
    private void assertCounted(String tier, int hits, int stale, int negatives, int misses) {
        assertThat(List.of(rows(tier, "hit"), rows(tier, "stale"), rows(tier, "negative"), rows(tier, "miss")))
                .as("hit, stale, negative, miss of the %s tier", tier)
                .containsExactly((double) hits, (double) stale, (double) negatives, (double) misses);
    }

    @Test
    void nearTier_countsEachRowOnce() {
        FeatureClient client = nearOnly();
        client.getAll(AIRPORT, List.of(DFW, NOWHERE));
        assertCounted("near", 0, 0, 0, 2);

        client.getAll(AIRPORT, List.of(DFW, NOWHERE, NOWHERE));
        client.get(AIRPORT, NOWHERE);
        assertCounted("near", 1, 0, 2, 2);

        time.advance(Duration.ofSeconds(6));
        client.get(AIRPORT, DFW);
        assertCounted("near", 1, 1, 2, 2);
    }

    @Test
    void farTier_countsEachRowOnce() {
        FeatureClient client = farOnly();
        client.getAll(AIRPORT, List.of(DFW, NOWHERE));
        assertCounted("far", 0, 0, 0, 2);

        client.getAll(AIRPORT, List.of(DFW, NOWHERE));
        assertCounted("far", 1, 0, 1, 2);

        time.advance(Duration.ofSeconds(40));
        client.get(AIRPORT, DFW);
        assertCounted("far", 1, 1, 1, 2);
    }

    @Test
    void rowThatIsNotThere_isNegativeOnlyWhileThatIsRemembered() {
        FeatureClient client = farOnly();
        far.put(nameOf(NOWHERE), FeatureRow.notFound(AIRPORT, time.instant().toEpochMilli() * 1_000));
        client.get(AIRPORT, NOWHERE);
        time.advance(Duration.ofMillis(1_001));
        client.get(AIRPORT, NOWHERE);

        assertCounted("far", 0, 1, 1, 0);
    }

    @Test
    void errorsAndWaits_areCounted() {
        FeatureClient client = farOnly();
        far.fault("read", () -> CompletableFuture.completedFuture(List.of(FarRead.error())));
        client.get(AIRPORT, DFW);
        far.heal("read");
        far.leaseElsewhere(DFW_ROW, Duration.ofSeconds(10));
        client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofSeconds(1));

        assertThat(rows("far", "error")).isOne();
        assertCounted("far", 0, 0, 0, 1);
        assertThat(counted("plumbline.client.cache.leases", "event", "waited")).isOne();
        assertThat(counted("plumbline.client.cache.leases", "event", "timeout")).isOne();
    }
}
