package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class FarTierTest extends ClientTest {
    private static final CacheKey DFW_ROW = new CacheKey(AIRPORT, DFW, CacheKey.NO_VARIANT);

    private final MapTiers tiers = MapTiers.both();
    private final FeatureClient client = open(virtual().cache(tiers));

    private void fillFar(long flights) {
        var row = FeatureRow.builder(AIRPORT, time.instant().toEpochMilli() * 1_000);
        row.putInt64(0, flights);
        tiers.farMap.rows.put(DFW_ROW, row.build());
    }

    @Test
    void farHit_makesNoCallAndPublishesNear() {
        fillFar(99);

        FeatureRow far = client.get(AIRPORT, DFW);
        FeatureRow near = client.get(AIRPORT, DFW);

        assertThat(far.int64("flights")).isEqualTo(99);
        assertThat(far.tier()).isEqualTo(ReadTier.FAR);
        assertThat(near.tier()).isEqualTo(ReadTier.NEAR);
        assertThat(near.int64("flights")).isEqualTo(99);
        assertThat(tiers.farMap.reads).hasValue(1);
        assertThat(store.callCount()).isZero();
    }

    @Test
    void farMiss_isFilledWithItsLeaseAfterTheOriginAnswered() {
        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.ORIGIN);

        assertThat(tiers.farMap.rows).containsOnlyKeys(DFW_ROW);
        assertThat(tiers.farMap.lastToken).isEqualTo("token " + DFW_ROW);
    }

    @Test
    void farError_isAMissThatIsNotFilled() {
        tiers.farMap.broken = true;

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);

        assertThat(tiers.farMap.fills).hasValue(0);
        assertThat(tiers.nearMap.entries).hasSize(1);
    }

    @Test
    void farTierThatThrowsOnFill_doesNotKeepTheAnswer() {
        tiers.farMap.throwsOnFill = true;

        assertThat(done(client.getAsync(AIRPORT, DFW)).int64("flights")).isEqualTo(12);
    }

    @Test
    void staleFarHit_answersAtOnceAndIsRenewed() {
        fillFar(99);
        time.advance(Duration.ofSeconds(40));
        store.faults().hold();

        FeatureRow stale = done(client.getAsync(AIRPORT, DFW));
        assertThat(stale.int64("flights")).isEqualTo(99);
        assertThat(stale.freshness()).isEqualTo(Freshness.STALE);
        store.faults().release();

        eventually().until(() -> tiers.nearMap.entries.size() == 1);
        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
    }

    @Test
    void oldFarHit_coversAFailingStore() {
        fillFar(99);
        time.advance(Duration.ofSeconds(200));
        store.faults().failAlways(TransportException.Kind.INTERNAL);

        FeatureRow row = client.get(AIRPORT, DFW);

        assertThat(row.int64("flights")).isEqualTo(99);
        assertThat(row.freshness()).isEqualTo(Freshness.STALE);
        assertThat(row.tier()).isEqualTo(ReadTier.FAR);
    }

    @Test
    void rowWithAnErrorCell_isNotStored() {
        FeatureView whole = FeatureView.builder("airport_delays", "airport")
                .feature("flights", FeatureType.INT64)
                .feature("mean_delay", FeatureType.INT64)
                .build();
        MapTiers own = MapTiers.both();
        FeatureClient reader = open(dev.plumbline.FeatureClient.builder(store.transport())
                .views(whole)
                .environment(Map.of())
                .cache(own));

        FeatureRow row = reader.get(whole, DFW);

        assertThat(row.state("mean_delay")).isEqualTo(ValueState.ERROR);
        assertThat(row.int64("flights")).isEqualTo(12);
        assertThat(own.nearMap.entries).isEmpty();
        assertThat(own.farMap.rows).isEmpty();
    }

    @Test
    void invalidate_emptiesBothTiers_andADetachedLoadFillsNeither() {
        store.faults().hold();
        CompletableFuture<FeatureRow> waiter = client.getAsync(AIRPORT, DFW);
        assertThat(done(client.invalidate(AIRPORT, DFW))).isTrue();
        store.faults().release();
        done(waiter);

        assertThat(tiers.farMap.rows).isEmpty();
        assertThat(tiers.nearMap.entries).isEmpty();
    }

    @Test
    void invalidate_tellsIfTheFarTierIsNotCertain() {
        tiers.farMap.broken = true;

        assertThat(done(client.invalidate(AIRPORT, DFW))).isFalse();
    }

    @Test
    void farTierAlone_answersEachReadAfresh() {
        MapTiers own = MapTiers.farOnly();
        FeatureClient reader = open(virtual().cache(own));

        reader.get(AIRPORT, DFW);

        assertThat(reader.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.FAR);
        assertThat(own.farMap.reads).hasValue(2);
        assertThat(store.callCount()).isEqualTo(1);
    }

    @Test
    void toString_namesBothTiers() {
        assertThat(client.toString()).containsSubsequence("near map", "flights", "far map", "merge");
    }
}
