package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.WriteReceipt;
import dev.plumbline.Written;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.StalenessBounds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two clients of one memcached, as two processes are: what one writes, and what the other then reads. */
final class TwoClientsTest {
    private static final Duration PATIENCE = FaultBed.PATIENCE;
    private static final Duration SKEW = Duration.ofSeconds(90);

    /** memcached counts whole seconds, at both ends of an age. */
    private static final Duration SECONDS = Duration.ofSeconds(2);

    private final FaultBed bed = new FaultBed();
    private Memcached memcached;

    @BeforeEach
    void start() throws IOException {
        memcached = bed.memcached();
        bed.put(FaultBed.DFW, 1);
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    private WriteReceipt write(CountedClient writer, double delay) {
        return writer.client.write(FaultBed.VIEW, FaultBed.DFW, () -> {
            bed.put(FaultBed.DFW, delay);
            return Written.something();
        });
    }

    @Test
    void writeWhileTheOtherLoads_isNotOverwrittenInMemcached() throws Exception {
        CountedClient reader = bed.connected(memcached.address());
        CountedClient writer = bed.connected(memcached.address());
        bed.store.faults().hold();
        CompletableFuture<FeatureRow> load = reader.client.getAsync(FaultBed.VIEW, FaultBed.DFW);
        await().atMost(PATIENCE).until(() -> bed.store.callCount() == 1);
        long refused = reader.fills("refused");

        assertThat(write(writer, 2).shared().get()).isTrue();
        bed.store.faults().release();

        assertThat(load.get().float64("delay")).as("it read before the write").isEqualTo(1);
        await().atMost(PATIENCE).until(() -> reader.fills("refused") == refused + 1);
        for (int i = 0; i < 20; i++) {
            assertThat(writer.delay(FaultBed.DFW)).isEqualTo(2);
            assertThat(reader.delay(FaultBed.DFW)).isEqualTo(2);
        }
        assertThat(writer.awaitFarRow(FaultBed.DFW).float64("delay")).isEqualTo(2);
    }

    @Test
    void deleteThatIsLost_isNeverReadByTheWriter_andMadeUpForWhenTheNodeIsBack() throws Exception {
        NodeProxy proxy = bed.with(new NodeProxy(memcached));
        CountedClient reader = bed.connected(memcached.address());
        CountedClient writer = bed.connected(proxy.address());
        reader.awaitFarRow(FaultBed.DFW);
        writer.awaitFarRow(FaultBed.DFW);

        proxy.cut();
        assertThat(write(writer, 2).shared().get()).isFalse();

        for (int i = 0; i < 20; i++) {
            assertThat(writer.delay(FaultBed.DFW)).isEqualTo(2);
        }
        assertThat(reader.delay(FaultBed.DFW)).as("until it ends or is deleted").isEqualTo(1);

        proxy.heal();
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            assertThat(writer.delay(FaultBed.DFW)).isEqualTo(2);
            return reader.delay(FaultBed.DFW) == 2;
        });
        assertThat(writer.awaitFarRow(FaultBed.DFW).float64("delay")).isEqualTo(2);
    }

    @Test
    void deleteThatStaysLost_isReadByTheOtherNoLongerThanTheRowsTime() throws Exception {
        NodeProxy proxy = bed.with(new NodeProxy(memcached));
        Duration fresh = Duration.ofSeconds(1);
        StalenessBounds bounds = StalenessBounds.builder()
                .fresh(fresh)
                .staleWhileRevalidate(Duration.ZERO)
                .staleIfError(Duration.ZERO)
                .build();
        CountedClient reader = bed.open(bed.builder()
                        .staleness(bounds)
                        .cache(FaultBed.far(memcached.address()).build()))
                .awaitFar();
        CountedClient writer = bed.open(bed.builder()
                        .staleness(bounds)
                        .cache(FaultBed.far(proxy.address()).build()))
                .awaitFar();
        reader.awaitFarRow(FaultBed.DFW);
        proxy.cut();
        write(writer, 2);

        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            FeatureRow row = reader.get(FaultBed.DFW);
            if (row.float64("delay") == 1) {
                assertThat(row.age()).isLessThanOrEqualTo(fresh);
            }
            return row.float64("delay") == 2;
        });
        assertThat(writer.delay(FaultBed.DFW)).isEqualTo(2);
    }

    @Test
    void clocksThatAreNinetySecondsApart_changeNoAgeByMoreThanMemcachedsSeconds() {
        CountedClient right = bed.connected(memcached.address());
        CountedClient fast = bed.open(bed.builder()
                        .clock(() -> Instant.now().plus(SKEW))
                        .cache(FaultBed.far(memcached.address()).build()))
                .awaitFar();
        long before = System.nanoTime();
        right.awaitFarRow(FaultBed.DFW);
        long stored = System.nanoTime();

        assertAge(fast.awaitFarRow(FaultBed.DFW), before, stored);

        bed.put(FaultBed.keys(0, 1).get(0), 2);
        before = System.nanoTime();
        fast.awaitFarRow(FaultBed.keys(0, 1).get(0));
        stored = System.nanoTime();
        assertAge(right.awaitFarRow(FaultBed.keys(0, 1).get(0)), before, stored);
    }

    private static void assertAge(FeatureRow row, long before, long stored) {
        long now = System.nanoTime();
        assertThat(row.freshness()).isEqualTo(Freshness.FRESH);
        assertThat(row.age())
                .isBetween(Duration.ZERO, Duration.ofNanos(now - before).plus(SECONDS));
        assertThat(stored - before).isNotNegative();
    }

    @Test
    void rowOfAProcessWhoseClockIsFast_doesNotStayFreshForLonger() {
        Duration fresh = Duration.ofSeconds(3);
        StalenessBounds bounds = StalenessBounds.builder()
                .fresh(fresh)
                .staleWhileRevalidate(Duration.ZERO)
                .build();
        CountedClient fast = bed.open(bed.builder()
                        .clock(() -> Instant.now().plus(SKEW))
                        .staleness(bounds)
                        .cache(FaultBed.far(memcached.address()).build()))
                .awaitFar();
        CountedClient right = bed.open(bed.builder()
                        .staleness(bounds)
                        .cache(FaultBed.far(memcached.address()).build()))
                .awaitFar();
        fast.awaitFarRow(FaultBed.DFW);
        long stored = System.nanoTime();
        bed.put(FaultBed.DFW, 2);

        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            long asked = System.nanoTime();
            FeatureRow row = right.get(FaultBed.DFW);
            if (row.tier() == ReadTier.FAR && row.float64("delay") == 1) {
                assertThat(Duration.ofNanos(asked - stored)).isLessThan(fresh.plus(SECONDS));
            }
            return row.float64("delay") == 2;
        });
    }
}
