package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.testing.TransportTraits.Trait;
import dev.plumbline.transport.ViewBinding;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which rows come, and in which order. */
abstract class RowChecks extends ContractBench {
    static final int MANY = 40;

    final List<EntityKey> stored(FeatureView view) {
        List<EntityKey> keys = keys(MANY);
        for (int i = 0; i < MANY; i++) {
            put(view, keys.get(i), i, 1_000 + i, -i);
        }
        return keys;
    }

    final void assertNumbers(List<EntityKey> keys, List<FeatureRow> rows) {
        for (int i = 0; i < keys.size(); i++) {
            int n = Integer.parseInt(keys.get(i).text(0).substring("key_".length()));
            FeatureRow row = rows.get(i);
            String where = "row " + i + ", of " + keys.get(i) + ", feature ";
            assertEquals(RowStatus.PRESENT, row.status(), "row " + i + ", of " + keys.get(i));
            assertEquals(number(n), row.value("x").orElseThrow(), where + "x");
            assertEquals(number(1_000 + n), row.value("y").orElseThrow(), where + "y");
            assertEquals(number(-n), row.value("z").orElseThrow(), where + "z");
        }
    }

    @Test
    final void rows_comeInTheOrderOfTheKeys() {
        FeatureView view = numbers();
        started(view);
        List<EntityKey> keys = stored(view);
        Collections.shuffle(keys, new Random(7));

        assertNumbers(keys, read(view, keys));
    }

    @Test
    final void rows_inAnyOrderOfTheServer_comeInThatOfTheKeys() {
        FeatureView view = numbers();
        started(view);
        List<EntityKey> keys = stored(view);
        store.faults().shuffle(11);

        for (int i = 0; i < 3; i++) {
            assertNumbers(keys, read(view, keys));
        }
    }

    @Test
    final void features_inAnotherOrderOfTheServer_comeInThatOfTheView() {
        FeatureView server = FeatureView.builder("numbers", "id")
                .feature("z", numberType())
                .feature("w", numberType())
                .feature("x", numberType())
                .feature("y", numberType())
                .build();
        started(server);
        List<EntityKey> keys = stored(server);

        assertNumbers(keys, read(numbers(), keys));
    }

    @Test
    final void unknownEntity_isNotFound() {
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);

        List<FeatureRow> rows = read(view, List.of(OTHER, KEY, EntityKey.of("XXX")));

        assertNotFound(rows.get(0));
        assertEquals(number(2), rows.get(1).value("y").orElseThrow());
        assertNotFound(rows.get(2));
    }

    static void assertNotFound(FeatureRow row) {
        assertEquals(RowStatus.NOT_FOUND, row.status());
        for (int slot = 0; slot < row.view().size(); slot++) {
            assertEquals(ValueState.NOT_FOUND, row.storedState(slot), "slot " + slot);
        }
    }

    @Test
    final void entityThatTheServerLeavesOut_isNotFound() {
        FeatureView view = numbers();
        started(view);
        List<EntityKey> keys = List.of(KEY, OTHER, EntityKey.of("LAX"));
        keys.forEach(key -> put(view, key, 1, 2, 3));
        store.faults().omit(OTHER);

        List<FeatureRow> rows = read(view, keys);

        assertEquals(number(3), rows.get(0).value("z").orElseThrow());
        assertNotFound(rows.get(1));
        assertEquals(number(3), rows.get(2).value("z").orElseThrow());
    }

    @Test
    final void featureThatTheServerDoesNotSend_isNotFound() {
        FeatureView view = numbers();
        started(view);
        store.put(view, KEY, Map.of("x", number(1), "z", number(3)));

        FeatureRow row = readOne(view, KEY);

        assertEquals(RowStatus.PRESENT, row.status());
        assertEquals(number(1), row.value("x").orElseThrow());
        assertEquals(ValueState.NOT_FOUND, row.storedState(1));
        assertEquals(number(3), row.value("z").orElseThrow());
    }

    @Test
    final void whatNobodyAskedFor_isLeftOut() {
        FeatureView.Builder wide = FeatureView.builder("numbers", "id");
        for (String name : List.of("a", "x", "b", "y", "c", "z", "d")) {
            wide.feature(name, numberType());
        }
        FeatureView server = wide.build();
        started(server);
        List<EntityKey> keys = stored(server);
        keys.forEach(key -> {
            int n = Integer.parseInt(key.text(0).substring("key_".length()));
            store.put(
                    server,
                    key,
                    Map.of(
                            "a", number(77),
                            "b", number(78),
                            "c", number(79),
                            "d", number(80),
                            "x", number(n),
                            "y", number(1_000 + n),
                            "z", number(-n)));
        });
        store.faults().extraEntities(3);

        assertNumbers(keys, read(numbers(), keys));
    }

    @Test
    final void namesOfTheServer_areAskedForAndRead() {
        FeatureView server = FeatureView.builder("numbers", "id")
                .feature("n_x", numberType())
                .feature("x", numberType())
                .feature("z", numberType())
                .build();
        started(server);
        store.put(server, KEY, Map.of("n_x", number(1), "x", number(2), "z", number(3)));
        ViewBinding binding =
                ViewBinding.of(numbers()).withServerName("x", "n_x").withServerName("y", "x");

        FeatureRow row = read(bind(binding), List.of(KEY)).get(0);

        assertEquals(number(1), row.value("x").orElseThrow());
        assertEquals(number(2), row.value("y").orElseThrow());
        assertEquals(number(3), row.value("z").orElseThrow());
    }

    @Test
    final void rows_areOfTheirView_andSayWhenTheyCame() {
        Instant now = Instant.parse("2001-02-03T04:05:06.000007Z");
        runtime = ClientRuntime.builder(threads.scheduler(), threads.work())
                .clock(() -> now)
                .build();
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);

        for (FeatureRow row : read(view, List.of(KEY, OTHER))) {
            assertEquals(view, row.view());
            assertEquals(now, row.receivedAt(), "received, on the runtime's clock");
            assertEquals(Freshness.FRESH, row.freshness());
            assertEquals(ReadTier.ORIGIN, row.tier());
            assertFalse(row.hasEventTime(), "an event time that the store did not tell");
            assertEquals(FeatureRow.UNKNOWN_VERSION, row.dataVersion());
        }
    }

    @Test
    final void eventTime_comesExactly() {
        assume(Trait.EVENT_TIMES);
        FeatureView view = numbers();
        started(view);
        List<Instant> times = List.of(
                Instant.parse("2026-11-21T10:15:30.123456Z"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("1905-06-30T00:00:00.000001Z"),
                Instant.parse("2262-01-01T00:00:00Z"));
        List<EntityKey> keys = keys(times.size());
        for (int i = 0; i < times.size(); i++) {
            store.row(view, keys.get(i))
                    .value("x", number(i))
                    .eventTime(times.get(i))
                    .put();
        }

        List<FeatureRow> rows = read(view, keys);

        assertEquals(
                times,
                rows.stream().map(row -> row.eventTime().orElse(Instant.MIN)).toList());
    }

    @Test
    final void dataVersion_comesExactly() {
        assume(Trait.VERSIONS);
        FeatureView view = numbers();
        started(view);
        List<Long> versions = List.of(1L, 127L, 128L, 1L << 53, Long.MAX_VALUE);
        List<EntityKey> keys = keys(versions.size());
        for (int i = 0; i < versions.size(); i++) {
            store.row(view, keys.get(i))
                    .value("x", number(i))
                    .dataVersion(versions.get(i))
                    .put();
        }

        assertEquals(
                versions, read(view, keys).stream().map(FeatureRow::dataVersion).toList());
    }
}
