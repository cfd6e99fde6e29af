package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.cache.tiered.Rejections.Reason;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.ValueState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MemcachedFarTest {
    private static final List<MemcachedServer> SERVERS = new ArrayList<>();

    private FarTierOn tier;

    @BeforeAll
    static void startServers() {
        for (int i = 0; i < 3; i++) {
            SERVERS.add(MemcachedServer.start());
        }
    }

    @AfterAll
    static void stopServers() {
        SERVERS.forEach(MemcachedServer::close);
    }

    @BeforeEach
    void connect() {
        SERVERS.forEach(server -> server.ask("flush_all"));
        tier = FarTierOn.up(SERVERS.toArray(MemcachedServer[]::new));
    }

    @AfterEach
    void disconnect() {
        tier.close();
    }

    @Test
    void row_isFilledReadAndInvalidated() {
        CacheKey key = Rows.key(Rows.SMALL, "DFW");
        assertThat(tier.read(key)).isEqualTo(FarRead.miss());

        assertThat(tier.fill(key, Rows.small(3))).isEqualTo(FillOutcome.STORED);
        FarRead hit = tier.read(key);
        assertThat(hit.outcome()).isEqualTo(FarRead.Outcome.HIT);
        Rows.assertSameValues(hit.row(), Rows.small(3));

        assertThat(tier.fill(key, Rows.small(4))).isEqualTo(FillOutcome.STORED);
        Rows.assertSameValues(tier.read(key).row(), Rows.small(4));

        assertThat(tier.invalidate(key)).isTrue();
        assertThat(tier.read(key)).isEqualTo(FarRead.miss());
        assertThat(tier.invalidate(key)).as("nothing there is as good").isTrue();
    }

    @Test
    void batch_isAnsweredInOrderFromAllNodes() {
        List<CacheKey> keys = new ArrayList<>();
        for (long i = 0; i < 500; i++) {
            keys.add(Rows.key(Rows.SMALL, i));
        }
        for (int i = 0; i < 500; i += 2) {
            assertThat(tier.fill(keys.get(i), Rows.small(i))).isEqualTo(FillOutcome.STORED);
        }

        List<FarRead> reads = tier.read(keys);

        assertThat(reads).hasSize(500);
        for (int i = 0; i < 500; i++) {
            if (i % 2 == 0) {
                Rows.assertSameValues(reads.get(i).row(), Rows.small(i));
            } else {
                assertThat(reads.get(i)).isEqualTo(FarRead.miss());
            }
        }
        assertThat(keys.stream().map(tier::nodeOf).distinct()).hasSize(3);
    }

    @Test
    void everyType_survivesMemcached() {
        Random random = new Random(5);
        for (long i = 0; i < 50; i++) {
            CacheKey key = Rows.key(Rows.ALL_TYPES, i);
            FeatureRow row = Rows.random(random);
            assertThat(tier.fill(key, row)).isEqualTo(FillOutcome.STORED);
            Rows.assertSameValues(tier.read(key).row(), row);
        }
    }

    @Test
    void anyKey_isFine() {
        List<CacheKey> keys = List.of(
                Rows.key(Rows.SMALL, "a b"),
                Rows.key(Rows.SMALL, "a\r\nset injected 0 0 1\r\nx\r\n"),
                Rows.key(Rows.SMALL, "\ud83d\ude80"),
                Rows.key(Rows.SMALL, "x".repeat(EntityKey.MAX_LENGTH)),
                Rows.key(Rows.SMALL, "3"),
                Rows.key(Rows.SMALL, 3L),
                new CacheKey(Rows.SMALL, EntityKey.of("3"), "variant"));
        for (int i = 0; i < keys.size(); i++) {
            assertThat(tier.fill(keys.get(i), Rows.small(i))).isEqualTo(FillOutcome.STORED);
        }

        List<FarRead> reads = tier.read(keys);

        for (int i = 0; i < keys.size(); i++) {
            Rows.assertSameValues(reads.get(i).row(), Rows.small(i));
        }
        SERVERS.forEach(server -> assertThat(server.ask("get injected")).isEqualTo("END"));
    }

    @Test
    void timeToLive_isToldWithinATenth() {
        CacheKey key = Rows.key(Rows.SMALL, "DFW");
        tier.fill(key, Rows.small(1));

        String answer = server(key).ask("mg " + tier.name(key) + " t");

        assertThat(answer).startsWith("HD t");
        assertThat(Integer.parseInt(answer.substring("HD t".length()))).isBetween(890, 1_100);
    }

    @Test
    void tooLargeRow_isDropped() {
        CacheKey key = Rows.key(Rows.SMALL, "DFW");
        FeatureRowBuilder row = FeatureRow.builder(Rows.SMALL, 1);
        row.putString(2, "x".repeat(1 << 20));

        assertThat(tier.fill(key, row.build())).isEqualTo(FillOutcome.DROPPED);
        assertThat(tier.far.counts().rejections().of(Reason.TOO_LARGE)).isOne();
        assertThat(tier.read(key)).isEqualTo(FarRead.miss());
    }

    @Test
    void largestRow_isStored() {
        CacheKey key = Rows.key(Rows.SMALL, "DFW");
        FeatureRowBuilder builder = FeatureRow.builder(Rows.SMALL, 1);
        builder.putString(2, "x".repeat(900_000));
        FeatureRow row = builder.build();

        assertThat(tier.fill(key, row)).isEqualTo(FillOutcome.STORED);
        Rows.assertSameValues(tier.read(key).row(), row);
    }

    @Test
    void unfitRow_isDropped() {
        CacheKey key = Rows.key(Rows.SMALL, "DFW");
        FeatureRowBuilder row = FeatureRow.builder(Rows.SMALL, 1);
        row.putInt64(0, 1);
        row.putState(1, ValueState.ERROR);

        assertThat(tier.fill(key, row.build())).isEqualTo(FillOutcome.DROPPED);
        assertThat(tier.fill(key, FeatureRow.failed(Rows.SMALL, new IllegalStateException(), 1)))
                .isEqualTo(FillOutcome.DROPPED);
        assertThat(tier.fill(key, Rows.random(new Random(1)))).isEqualTo(FillOutcome.DROPPED);
        assertThat(tier.far.counts().rejections().of(Reason.UNFIT)).isEqualTo(3);
        assertThat(tier.read(key)).isEqualTo(FarRead.miss());
    }

    private MemcachedServer server(CacheKey key) {
        return SERVERS.get(tier.nodeOf(key));
    }
}
