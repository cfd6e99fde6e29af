package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.feature.ValueState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FreshnessRulesTest {
    private static final FeatureView VIEW =
            FeatureView.builder("v", "k").feature("n", FeatureType.INT64).build();
    private static final long RECEIVED = 1_000_000_000L;
    private static final StalenessBounds BOUNDS = StalenessBounds.builder()
            .fresh(Duration.ofSeconds(30))
            .nearFresh(Duration.ofSeconds(5))
            .staleWhileRevalidate(Duration.ofSeconds(20))
            .staleIfError(Duration.ofSeconds(200))
            .notFound(Duration.ofSeconds(2))
            .build();

    private static final CacheKey KEY = new CacheKey(VIEW, EntityKey.of(1), CacheKey.NO_VARIANT);

    private final FreshnessRules rules = new FreshnessRules(BOUNDS, true, 0, () -> 0);

    private static FeatureRow present() {
        FeatureRowBuilder row = FeatureRow.builder(VIEW, RECEIVED);
        row.putInt64(0, 1);
        return row.eventTimeMicros(0).build();
    }

    private static FeatureRow absent() {
        return FeatureRow.notFound(VIEW, RECEIVED);
    }

    private static long seconds(long seconds) {
        return RECEIVED + seconds * 1_000_000;
    }

    @Test
    void presentRow_isFreshUpToTheBound_countedFromTheAnswer() {
        assertThat(rules.isFresh(present(), seconds(30))).isTrue();
        assertThat(rules.isFresh(present(), seconds(30) + 1)).isFalse();
        assertThat(rules.isFresh(present(), RECEIVED - 5)).isTrue();
    }

    @Test
    void presentRow_isServedStaleUpToEachBound() {
        assertThat(rules.mayRevalidate(present(), seconds(50))).isTrue();
        assertThat(rules.mayRevalidate(present(), seconds(50) + 1)).isFalse();
        assertThat(rules.mayServeOnError(present(), seconds(230))).isTrue();
        assertThat(rules.mayServeOnError(present(), seconds(230) + 1)).isFalse();
    }

    @Test
    void notFound_livesForItsOwnBoundAndIsNeverServedStale() {
        assertThat(rules.isFresh(absent(), seconds(2))).isTrue();
        assertThat(rules.isFresh(absent(), seconds(2) + 1)).isFalse();
        assertThat(rules.mayRevalidate(absent(), seconds(2) + 1)).isFalse();
        assertThat(rules.mayServeOnError(absent(), seconds(2) + 1)).isFalse();
        assertThat(rules.ttl(absent())).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void ttl_coversTheLongerOfTheStaleBounds() {
        assertThat(rules.ttl(present())).isEqualTo(Duration.ofSeconds(230));
        FreshnessRules noErrors = new FreshnessRules(
                StalenessBounds.builder().staleIfError(Duration.ZERO).build(), true, 0, () -> 0);
        assertThat(noErrors.ttl(present())).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void isCacheable_notFound_onlyWhereItIsCertainAndWanted() {
        assertThat(rules.isCacheable(absent())).isTrue();
        assertThat(new FreshnessRules(BOUNDS, false, 0, () -> 0).isCacheable(absent()))
                .isFalse();
        StalenessBounds unwanted =
                StalenessBounds.builder().notFound(Duration.ZERO).build();
        assertThat(new FreshnessRules(unwanted, true, 0, () -> 0).isCacheable(absent()))
                .isFalse();
    }

    @Test
    void isCacheable_rowsWithAnError_never() {
        FeatureRowBuilder row = FeatureRow.builder(VIEW, RECEIVED);
        row.putState(0, ValueState.ERROR);
        assertThat(rules.isCacheable(row.build())).isFalse();
        assertThat(rules.isCacheable(FeatureRow.failed(VIEW, new IllegalStateException(), 0)))
                .isFalse();
        assertThat(rules.isCacheable(present())).isTrue();
    }

    @Test
    void entry_ofARowJustRead_hasAllMomentsAhead() {
        NearEntry entry = rules.entry(KEY, present(), 0, RECEIVED);
        assertThat(entry.originNanos()).isZero();
        assertThat(entry.nearFreshUntilNanos()).isEqualTo(5_000_000_000L);
        assertThat(entry.freshUntilNanos()).isEqualTo(30_000_000_000L);
        assertThat(entry.revalidateUntilNanos()).isEqualTo(50_000_000_000L);
        assertThat(entry.errorUntilNanos()).isEqualTo(230_000_000_000L);
    }

    @Test
    void entry_ofARowThatIsOldAlready_agesFromItsAnswer_andTheNearBoundFromNow() {
        long now = 100_000_000_000L;
        NearEntry young = rules.entry(KEY, present(), now, seconds(10));
        assertThat(young.originNanos()).isEqualTo(now - 10_000_000_000L);
        assertThat(young.nearFreshUntilNanos()).isEqualTo(now + 5_000_000_000L);
        assertThat(young.freshUntilNanos()).isEqualTo(now + 20_000_000_000L);
        NearEntry old = rules.entry(KEY, present(), now, seconds(28));
        assertThat(old.nearFreshUntilNanos()).isEqualTo(now + 2_000_000_000L);
    }

    @Test
    void entry_acrossTheTickersWrap_keepsItsOrder() {
        long now = Long.MAX_VALUE - 1_000_000_000L;
        NearEntry entry = rules.entry(KEY, present(), now, seconds(1));
        assertThat(entry.nearFreshUntilNanos() - now).isEqualTo(5_000_000_000L);
        assertThat(entry.freshUntilNanos() - now).isEqualTo(29_000_000_000L);
        assertThat(entry.errorUntilNanos() - now).isEqualTo(229_000_000_000L);
    }

    @Test
    void entry_withoutRevalidation_isLookedForAgainPastTheNearBound() {
        StalenessBounds never =
                StalenessBounds.builder().staleWhileRevalidate(Duration.ZERO).build();
        NearEntry entry = new FreshnessRules(never, true, 0, () -> 0).entry(KEY, present(), 0, RECEIVED);
        assertThat(entry.revalidateUntilNanos()).isEqualTo(entry.nearFreshUntilNanos());
    }
}
