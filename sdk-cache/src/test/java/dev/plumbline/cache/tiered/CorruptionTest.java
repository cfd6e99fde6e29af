package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarRead.Outcome;
import dev.plumbline.cache.tiered.FarCounts.ErrorKind;
import dev.plumbline.cache.tiered.FarCounts.Operation;
import dev.plumbline.cache.tiered.Rejections.Reason;
import dev.plumbline.feature.FeatureRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No value that is not exactly what was stored is ever taken for a row, and none goes uncounted. */
final class CorruptionTest {
    private static final int MUTATIONS = Boolean.getBoolean("plumbline.long") ? 1_000_000 : 50_000;
    private static final int ROUNDS = 4;
    private static final int BATCH = 10;
    private static final List<CacheKey> KEYS = LongStream.range(0, BATCH)
            .mapToObj(i -> Rows.key(Rows.ALL_TYPES, i))
            .toList();

    private final FarFleet fleet = new FarFleet();
    private long hits;

    @ParameterizedTest
    @CsvSource({"20260101, 0, true", "20260102, 64, true", "20260103, 0, false", "20260104, 64, false"})
    void mutatedValue_isTheRowThatWasStored_orACountedMiss(long seed, int compressAbove, boolean meta) {
        SimulatedMemcached server = fleet.server("a:1");
        if (!meta) {
            server.withoutMeta();
        }
        FarOptions options = new FarOptions("test", Duration.ofMillis(10), 900 << 10, true, compressAbove);
        FarFleet.Peer peer = fleet.process(options, Duration.ZERO, "a:1");
        Random random = new Random(seed);
        Mutations mutations = new Mutations(seed);
        int rounds = MUTATIONS / ROUNDS / BATCH;
        for (int round = 0; round < rounds; round++) {
            List<FeatureRow> rows = new ArrayList<>();
            List<byte[]> entries = new ArrayList<>();
            for (CacheKey key : KEYS) {
                FeatureRow row = Rows.random(random, peer.nowMicros());
                peer.put(key, row);
                rows.add(row);
                entries.add(Objects.requireNonNull(server.peek(peer.name(key))).data());
            }
            for (int i = 0; i < BATCH; i++) {
                StoredValue value = mutations.of(entries.get(i), entries.get((i + 1) % BATCH));
                server.put(peer.name(KEYS.get(i)), value.flags(), value.data(), 1_000);
            }
            if (!meta) {
                server.putStub(peer.name(KEYS.get(round % BATCH)), 10);
            }
            assertAll(peer.read(KEYS), rows, "seed " + seed + ", round " + round);
            for (CacheKey key : KEYS) {
                server.evict(peer.name(key)::equals);
            }
        }

        FarCounts counts = peer.far.counts();
        assertThat(hits).isEqualTo(counts.hits.sum());
        assertThat(hits + counts.rejections().sum()).isEqualTo((long) rounds * BATCH);
        assertThat(counts.errors(Operation.GET, ErrorKind.DESERIALIZATION_ERROR).sum())
                .isEqualTo(counts.rejections().sum() - counts.rejections().of(Reason.EMPTY));
        for (Reason reason :
                List.of(Reason.CORRUPT, Reason.WRONG_KEY, Reason.WRONG_SCHEMA, Reason.WRONG_FLAGS, Reason.EMPTY)) {
            assertThat(counts.rejections().of(reason)).as(reason.name()).isPositive();
        }
    }

    private void assertAll(List<FarRead> reads, List<FeatureRow> rows, String where) {
        for (int i = 0; i < BATCH; i++) {
            FarRead read = reads.get(i);
            if (read.outcome() == Outcome.HIT) {
                hits++;
                assertThat(Rows.difference(Objects.requireNonNull(read.row()), rows.get(i)))
                        .as(where)
                        .isEmpty();
            } else {
                assertThat(read.outcome()).as(where).isEqualTo(Outcome.MISS);
            }
        }
    }
}
