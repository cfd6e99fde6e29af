package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarRead.Outcome;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.cache.tiered.FarCounts.ErrorKind;
import dev.plumbline.cache.tiered.FarCounts.Operation;
import dev.plumbline.cache.tiered.Rejections.Reason;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.BinaryCommandFactory;
import net.rubyeye.xmemcached.utils.AddrUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real memcached can hold, lose and forget under a far tier, and what the tier makes of it. */
final class MemcachedFaultTest {
    private static final CacheKey KEY = Rows.key(Rows.SMALL, "DFW");

    private final MemcachedServer server = MemcachedServer.start();
    private FarTierOn tier;

    @BeforeEach
    void connect() {
        tier = FarTierOn.up(server);
    }

    @AfterEach
    void end() {
        tier.close();
        server.close();
    }

    @Test
    void valueThatIsNoRow_isACountedMiss_andIsRemoved() {
        tier.fill(KEY, Rows.small(1));
        byte[] sound = server.get(tier.name(KEY));
        byte[] flipped = sound.clone();
        flipped[40] ^= 1;

        assertRemoved(Envelope.MEMCACHED_FLAGS, flipped, Reason.CORRUPT);
        assertRemoved(Envelope.MEMCACHED_FLAGS, "no row".getBytes(StandardCharsets.US_ASCII), Reason.CORRUPT);
        assertRemoved(1, sound, Reason.WRONG_FLAGS);
        assertThat(tier.far
                        .counts()
                        .errors(Operation.GET, ErrorKind.DESERIALIZATION_ERROR)
                        .sum())
                .isEqualTo(3);

        FarRead lease = tier.lease(KEY);
        assertThat(tier.fill(KEY, lease, Rows.small(2))).isEqualTo(FillOutcome.STORED);
        Rows.assertSameValues(tier.read(KEY).row(), Rows.small(2));
    }

    private void assertRemoved(int flags, byte[] value, Reason reason) {
        long before = tier.far.counts().rejections().of(reason);
        server.put(tier.name(KEY), flags, value);

        FarRead read = tier.read(KEY);

        assertThat(read.outcome()).isEqualTo(Outcome.MISS);
        assertThat(tier.far.counts().rejections().of(reason)).isEqualTo(before + 1);
        await().atMost(FarTierOn.PATIENCE)
                .until(() -> server.ask("get " + tier.name(KEY)).equals("END"));
        assertThat(tier.fill(KEY, read, Rows.small(1)))
                .as("it could have been invalidated meanwhile")
                .isEqualTo(FillOutcome.REFUSED);
    }

    @Test
    void emptyValue_isAMiss_thatAFillReplaces() {
        server.put(tier.name(KEY), 0, new byte[0]);

        FarRead read = tier.lease(KEY);

        assertThat(read.outcome()).isEqualTo(Outcome.MISS);
        assertThat(tier.fill(KEY, read, Rows.small(1))).isEqualTo(FillOutcome.STORED);
        Rows.assertSameValues(tier.read(KEY).row(), Rows.small(1));
    }

    @Test
    void valuesSwappedBetweenKeys_areMisses() {
        CacheKey other = Rows.key(Rows.SMALL, "ORD");
        tier.fill(KEY, Rows.small(1));
        tier.fill(other, Rows.small(2));
        byte[] one = server.get(tier.name(KEY));
        byte[] two = server.get(tier.name(other));
        server.put(tier.name(KEY), Envelope.MEMCACHED_FLAGS, two);
        server.put(tier.name(other), Envelope.MEMCACHED_FLAGS, one);

        assertThat(tier.read(List.of(KEY, other)))
                .extracting(FarRead::outcome)
                .containsExactly(Outcome.MISS, Outcome.MISS);
        assertThat(tier.far.counts().rejections().of(Reason.WRONG_KEY)).isEqualTo(2);
    }

    @Test
    void valueOfAnotherSchemaOrCodec_isNotEvenFound_andIsNoRowIfItIs() {
        FeatureView changed = FeatureView.builder("airport_delays", "airport")
                .feature("flights", dev.plumbline.feature.FeatureType.FLOAT64)
                .build();
        CacheKey other = Rows.key(changed, "DFW");
        tier.fill(KEY, Rows.small(1));
        byte[] sound = server.get(tier.name(KEY));
        assertThat(tier.name(other)).isNotEqualTo(tier.name(KEY));
        assertThat(tier.read(other)).isEqualTo(FarRead.miss());

        server.put(tier.name(other), Envelope.MEMCACHED_FLAGS, sound);
        assertThat(tier.read(other).outcome()).isEqualTo(Outcome.MISS);
        assertThat(tier.far.counts().rejections().of(Reason.WRONG_SCHEMA)).isOne();

        byte[] older = sound.clone();
        older[2] = Envelope.FORMAT - 1;
        ByteBuffer.wrap(older)
                .putInt(
                        older.length - Envelope.CHECKSUM_OCTETS,
                        Envelope.checksum(ByteBuffer.wrap(older, 0, older.length - Envelope.CHECKSUM_OCTETS)));
        server.put(tier.name(KEY), Envelope.MEMCACHED_FLAGS, older);
        assertThat(tier.read(KEY).outcome()).isEqualTo(Outcome.MISS);
        assertThat(tier.far.counts().rejections().of(Reason.CORRUPT)).isOne();
    }

    @Test
    void rowOverTheLimit_isNotSent_andTheOldOneIsRemovedOnPurpose() {
        tier.fill(KEY, Rows.small(1));
        FeatureRowBuilder row = FeatureRow.builder(Rows.SMALL, 1);
        row.putString(2, "x".repeat(1 << 20));

        assertThat(tier.fill(KEY, tier.read(KEY), row.build())).isEqualTo(FillOutcome.DROPPED);

        assertThat(tier.far.counts().rejections().of(Reason.TOO_LARGE)).isOne();
        assertThat(server.ask("get " + tier.name(KEY))).isEqualTo("END");
        assertThat(tier.read(KEY)).isEqualTo(FarRead.miss());
    }

    @Test
    void fullMemory_costsLoadsOnly() {
        try (MemcachedServer small = MemcachedServer.start("-m", "1", "-I", "512k");
                FarTierOn on = FarTierOn.up(small)) {
            List<CacheKey> keys = LongStream.range(0, 3_000)
                    .mapToObj(i -> Rows.key(Rows.SMALL, i))
                    .toList();
            int hits = 0;
            for (int i = 0; i < keys.size(); i++) {
                FarRead lease = on.lease(keys.get(i));
                assertThat(lease.outcome()).isIn(Outcome.MISS, Outcome.WAIT);
                assertThat(on.fill(keys.get(i), lease, wide(i)))
                        .isIn(FillOutcome.STORED, FillOutcome.REFUSED, FillOutcome.FAILED);
            }
            for (int i = 0; i < keys.size(); i++) {
                FarRead read = on.read(keys.get(i));
                if (read.outcome() == Outcome.HIT) {
                    Rows.assertSameValues(read.row(), wide(i));
                    hits++;
                } else {
                    assertThat(read.outcome()).isEqualTo(Outcome.MISS);
                }
            }
            assertThat(hits).as("the rest was evicted").isBetween(1, 2_900);
        }
    }

    private static FeatureRow wide(long i) {
        FeatureRowBuilder row = FeatureRow.builder(Rows.SMALL, 1);
        row.putInt64(0, i);
        row.putString(2, "x".repeat(1_000));
        return row.build();
    }

    @Test
    void flushAllDuringALoad_refusesTheFill_andTheNextReaderHasTheLease() {
        FarRead lease = tier.lease(KEY);
        server.ask("flush_all");

        assertThat(tier.fill(KEY, lease, Rows.small(1))).isEqualTo(FillOutcome.REFUSED);

        FarRead next = tier.lease(KEY);
        assertThat(next.outcome()).isEqualTo(Outcome.MISS);
        assertThat(tier.lease(KEY).outcome()).isEqualTo(Outcome.WAIT);
    }

    @Test
    void restartBetweenLeaseAndFill_dropsTheFill() {
        List<CacheKey> keys =
                LongStream.range(0, 50).mapToObj(i -> Rows.key(Rows.SMALL, i)).toList();
        List<FarRead> leases = tier.read(keys, FarTierOn.LEASE);
        String name = tier.name(keys.get(0));
        server.kill();
        server.restart();
        tier.awaitUp(0);
        // The server counts anew: some of these have the numbers that were given before.
        for (int i = 0; i < 60; i++) {
            server.put(name.substring(0, name.lastIndexOf(':')) + ":" + i, 0, new byte[1]);
        }
        List<FarRead> again = new ArrayList<>(tier.read(keys, FarTierOn.LEASE));

        for (int i = 0; i < keys.size(); i++) {
            assertThat(tier.fill(keys.get(i), leases.get(i), Rows.small(1))).isEqualTo(FillOutcome.REFUSED);
        }
        for (int i = 0; i < keys.size(); i++) {
            assertThat(again.get(i).outcome()).isEqualTo(Outcome.MISS);
            assertThat(tier.fill(keys.get(i), again.get(i), Rows.small(2))).isEqualTo(FillOutcome.STORED);
        }
    }

    @Test
    void renewal_isElectedByALockThatEndsByItself() {
        tier.fill(KEY, Rows.small(1));

        assertThat(tier.claim(KEY)).isTrue();
        assertThat(tier.claim(KEY)).isFalse();

        String lock = server.ask("mg " + tier.name(KEY) + ":r t");
        assertThat(Integer.parseInt(lock.substring("HD t".length()))).isBetween(1, 60);
        assertThat(tier.far.counts().leasesWon.sum()).isOne();
        assertThat(tier.far.counts().leasesLost.sum()).isOne();
    }

    @Test
    void timesToLive_areWithinWhatMemcachedUnderstands() {
        for (Duration ttl : List.of(
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(-5),
                Duration.ofMillis(2_500),
                Duration.ofDays(31),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThat(FarTierOn.done(tier.far.fill(KEY, null, Rows.small(1), ttl)))
                    .isEqualTo(FillOutcome.STORED);
            String answer = server.ask("mg " + tier.name(KEY) + " t");
            if (!answer.equals("EN")) {
                assertThat(Integer.parseInt(answer.substring("HD t".length()))).isBetween(1, 2_592_000);
            } else {
                assertThat(ttl).isLessThan(Duration.ofSeconds(3));
            }
        }
        Rows.assertSameValues(tier.read(KEY).row(), Rows.small(1));
    }

    @Test
    void anyKey_isFine_alsoBesideABinaryClientThatSwitchesKeyChecksOff() throws Exception {
        XMemcachedClientBuilder builder = new XMemcachedClientBuilder(AddrUtil.getAddresses(server.address()));
        builder.setCommandFactory(new BinaryCommandFactory());
        MemcachedClient binary = builder.build();
        try {
            List<CacheKey> keys = new ArrayList<>();
            for (String text : List.of(
                    "a b",
                    "a\r\nset injected 0 0 1\r\nx\r\n",
                    "\ud83d\ude80",
                    "x".repeat(300),
                    "x".repeat(EntityKey.MAX_LENGTH),
                    "3",
                    "\u0000",
                    "\t")) {
                keys.add(Rows.key(Rows.SMALL, text));
            }
            keys.add(Rows.key(Rows.SMALL, 3L));
            keys.add(new CacheKey(Rows.SMALL, EntityKey.of("3"), "b\r\nset injected 0 0 1\r\nx\r\n"));
            for (int i = 0; i < keys.size(); i++) {
                assertThat(tier.fill(keys.get(i), Rows.small(i))).isEqualTo(FillOutcome.STORED);
            }

            List<FarRead> reads = tier.read(keys);

            Set<String> names = new HashSet<>();
            for (int i = 0; i < keys.size(); i++) {
                Rows.assertSameValues(reads.get(i).row(), Rows.small(i));
                names.add(tier.name(keys.get(i)));
            }
            assertThat(names).hasSameSizeAs(keys);
            assertThat(server.ask("get injected")).isEqualTo("END");
        } finally {
            binary.shutdown();
        }
    }

    @Test
    void ageOfARow_isMemcachedsWhereTheClocksOfTwoProcessesDiffer() {
        long skewMicros = Duration.ofSeconds(90).toMillis() * 1_000;
        long now = tier.nowMicros();
        FeatureRowBuilder row = FeatureRow.builder(Rows.SMALL, now + skewMicros);
        row.putInt64(0, 1);
        tier.fill(KEY, row.build());

        long received = Objects.requireNonNull(tier.read(KEY).row()).receivedMicros();

        long ageMicros = tier.nowMicros() - received;
        assertThat(ageMicros).isBetween(0L, tier.nowMicros() - now + 1_000_000);
    }
}
