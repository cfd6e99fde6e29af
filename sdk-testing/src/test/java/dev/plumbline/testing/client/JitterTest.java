package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.StalenessBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows that were read at one instant are not renewed at one instant, and none later than it should be. */
final class JitterTest extends SharedFarTest {
    private static final int KEYS = 1_000;
    private static final Duration STEP = Duration.ofMillis(100);
    private static final StalenessBounds BOUNDS = StalenessBounds.builder()
            .fresh(Duration.ofSeconds(30))
            .nearFresh(Duration.ofSeconds(30))
            .build();

    private final List<EntityKey> keys = keys(0, KEYS);
    private final SplittableRandom random = new SplittableRandom(4);

    /** Renewals in each step from 26.9 s to 30 s after all rows were read. */
    private List<Integer> renewals(FeatureCache cache) {
        keys.forEach(key -> putFlights(key, 1));
        FeatureClient client =
                open(inline().cache(cache).staleness(BOUNDS).jitter(0.1).random(random::nextDouble));
        done(client.getAllAsync(AIRPORT, keys));
        assertThat(store.entityCount()).isEqualTo(KEYS);
        time.advance(Duration.ofMillis(26_900));
        List<Integer> renewals = new ArrayList<>();
        for (int i = 0; i <= 31; i++) {
            int before = store.entityCount();
            for (FeatureRow row : done(client.getAllAsync(AIRPORT, keys))) {
                assertThat(row.age()).isLessThanOrEqualTo(Duration.ofSeconds(30));
                assertThat(row.freshness() == Freshness.FRESH || row.age().toSeconds() == 30)
                        .isTrue();
            }
            renewals.add(store.entityCount() - before);
            time.advance(STEP);
        }
        return renewals;
    }

    private void check(List<Integer> renewals) {
        assertThat(renewals.subList(0, 1)).containsOnly(0);
        assertThat(renewals.stream().mapToInt(each -> each).sum()).isEqualTo(KEYS);
        // 33 on average, and more at first; all at once without jitter.
        assertThat(renewals).allMatch(each -> each <= 120, "at most 120 at one instant");
    }

    @Test
    void nearTier_spreadsRenewals() {
        check(renewals(tiers(near, null)));
    }

    @Test
    void farTier_spreadsRenewals() {
        check(renewals(tiers(null, far)));
    }

    @Test
    void bothTiers_spreadRenewals() {
        check(renewals(tiers(near, far)));
    }
}
