package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.StalenessBounds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a caller sees of values that memcached holds damaged, for another schema, not at all or no longer: right rows. */
final class StoredValueFaultTest {
    private static final Duration PATIENCE = FaultBed.PATIENCE;
    private static final String NOTE = "x".repeat(1_100_000);

    private final FaultBed bed = new FaultBed();
    private Memcached memcached;

    @BeforeEach
    void start() throws IOException {
        memcached = bed.memcached();
        bed.put(FaultBed.DFW, 2.5);
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    /** The only row that memcached holds: what was stored to find out that it is there has ended. */
    private String onlyRow() {
        return await().atMost(PATIENCE)
                .until(memcached::rowNames, names -> names.size() == 1)
                .get(0);
    }

    @Test
    void damagedValue_isCounted_replaced_andNeverServed() throws Exception {
        CountedClient client = bed.connected(memcached.address());
        client.awaitFarRow(FaultBed.DFW);
        String name = onlyRow();

        for (int octet : new int[] {0, 20, 60}) {
            memcached.copy(name, name, octet);
            long before = client.corrupt("corrupt");
            await().atMost(PATIENCE).pollInSameThread().until(() -> {
                FeatureRow row = client.get(FaultBed.DFW);
                assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
                assertThat(row.float64("delay")).isEqualTo(2.5);
                return client.corrupt("corrupt") == before + 1;
            });
            assertThat(client.awaitFarRow(FaultBed.DFW).float64("delay")).isEqualTo(2.5);
        }
    }

    @Test
    void valueOfAnotherSchema_isNotLookedAt_andIsNoRowUnderThisSchemasName() throws Exception {
        FeatureView changed = FeatureView.builder("airports", "airport")
                .feature("delay", FeatureType.INT64)
                .build();
        bed.store.put(changed, FaultBed.DFW, Map.of("delay", 7L));
        CountedClient old = bed.connected(memcached.address());
        old.awaitFarRow(FaultBed.DFW);
        String oldName = onlyRow();
        CountedClient other = bed.open(FeatureClient.builder(bed.store.transport())
                .views(changed)
                .environment(Map.of())
                .deadline(PATIENCE)
                .attemptTimeout(PATIENCE)
                .cache(FaultBed.far(memcached.address()).build()));
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            FeatureRow row = other.client.get(changed, FaultBed.DFW);
            assertThat(row.int64("delay")).isEqualTo(7);
            return row.tier() == ReadTier.FAR;
        });
        assertThat(other.count("plumbline.client.cache.corrupt")).isZero();

        String name = memcached.rowNames().stream()
                .filter(each -> !each.equals(oldName))
                .findFirst()
                .orElseThrow();
        memcached.copy(oldName, name, -1);
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            assertThat(other.client.get(changed, FaultBed.DFW).int64("delay")).isEqualTo(7);
            return other.corrupt("wrong_schema") > 0;
        });
    }

    @Test
    void rowOverOneMebibyte_isServed_notStored_andTheOldOneIsRemoved() throws Exception {
        StalenessBounds shortly = StalenessBounds.builder()
                .fresh(Duration.ofMillis(300))
                .staleWhileRevalidate(Duration.ZERO)
                .build();
        CountedClient client = bed.open(bed.builder()
                        .staleness(shortly)
                        .cache(FaultBed.far(memcached.address()).build()))
                .awaitFar();
        client.awaitFarRow(FaultBed.DFW);
        String name = onlyRow();
        bed.store.put(FaultBed.VIEW, FaultBed.DFW, Map.of("delay", 3.5, "note", NOTE));

        await().atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> client.delay(FaultBed.DFW) == 3.5 && client.corrupt("too_large") > 0);
        assertThat(memcached.rowNames()).doesNotContain(name);
        FeatureRow again = client.get(FaultBed.DFW);
        assertThat(again.tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(again.string("note")).isEqualTo(NOTE);
    }

    @Test
    void fullMemory_costsLoadsOnly() throws Exception {
        Memcached small = bed.memcached("-m", "1", "-I", "512k");
        CountedClient client = bed.connected(small.address());
        List<EntityKey> keys = FaultBed.keys(0, 1_500);
        String note = "y".repeat(2_000);
        for (int i = 0; i < keys.size(); i++) {
            bed.store.put(FaultBed.VIEW, keys.get(i), Map.of("delay", (double) i, "note", note));
        }

        for (int round = 0; round < 2; round++) {
            for (int from = 0; from < keys.size(); from += 100) {
                FeatureRows rows = client.client.getAll(FaultBed.VIEW, keys.subList(from, from + 100));
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(rows.get(i).float64("delay")).isEqualTo(from + i);
                }
            }
        }

        assertThat(bed.store.entityCount()).as("most were evicted").isGreaterThan(keys.size() * 3 / 2);
        assertThat(small.ask("stats"))
                .anyMatch(line -> line.startsWith("STAT evictions ") && !line.equals("STAT evictions 0"));
    }

    @Test
    void flushAllDuringALoad_refusesTheFill_andOneReaderLoadsAgain() throws Exception {
        CountedClient client = bed.connected(memcached.address());
        bed.store.faults().hold();
        CompletableFuture<FeatureRow> read = client.client.getAsync(FaultBed.VIEW, FaultBed.DFW);
        await().atMost(PATIENCE).until(() -> bed.store.callCount() == 1);
        long refused = client.fills("refused");
        assertThat(memcached.ask("flush_all")).contains("OK");
        bed.store.faults().release();

        assertThat(read.get().float64("delay")).isEqualTo(2.5);
        await().atMost(PATIENCE).until(() -> client.fills("refused") == refused + 1);
        assertThat(client.awaitFarRow(FaultBed.DFW).float64("delay")).isEqualTo(2.5);
        assertThat(bed.store.calls().stream().filter(call -> call.keys().contains(FaultBed.DFW)))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void restartBetweenLeaseAndFill_dropsTheFill() throws Exception {
        CountedClient client = bed.connected(memcached.address());
        bed.store.faults().hold();
        CompletableFuture<FeatureRow> read = client.client.getAsync(FaultBed.VIEW, FaultBed.DFW);
        await().atMost(PATIENCE).until(() -> bed.store.callCount() == 1);
        memcached.kill();
        memcached.restart();
        await().atMost(PATIENCE).until(() -> client.gauge("plumbline.client.cache.leases.enabled") == 1);
        long stored = client.fills("stored");
        bed.store.faults().release();

        assertThat(read.get().float64("delay")).isEqualTo(2.5);
        await().atMost(PATIENCE).until(() -> client.fills("refused") == 1);
        assertThat(client.fills("stored")).isEqualTo(stored);
        client.awaitFarRow(FaultBed.DFW);
    }
}
