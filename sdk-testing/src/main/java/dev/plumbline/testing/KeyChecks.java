package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import dev.plumbline.testing.TransportTraits.PartialFailure;
import dev.plumbline.testing.TransportTraits.Trait;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Which keys are taken, and how many. */
abstract class KeyChecks extends RowChecks {
    @Test
    final void keysThatMayBeOneIdOnTheWire_haveARowEach() {
        FeatureView view = numbers();
        started(view);
        List<EntityKey> keys = List.of(EntityKey.of("7"), EntityKey.of(7), EntityKey.of("x"));
        keys.forEach(key -> put(view, key, 7, 8, 9));

        for (FeatureRow row : read(view, keys)) {
            assertEquals(number(7), row.value("x").orElseThrow());
        }
    }

    @Test
    final void oneKeyTwice_isRefusedOrHasTwoRows() {
        FeatureView view = numbers();
        if (started(view).maxEntities() < 3) {
            return;
        }
        put(view, KEY, 1, 2, 3);
        put(view, OTHER, 4, 5, 6);
        CompletableFuture<List<FeatureRow>> rows = fetch(view, KEY, OTHER, KEY);

        try {
            assertEquals(
                    List.of(number(1), number(4), number(1)),
                    rows.get(mostWaited().toMillis(), TimeUnit.MILLISECONDS).stream()
                            .map(row -> row.value("x").orElseThrow())
                            .toList());
        } catch (ExecutionException e) {
            failure(rows);
        } catch (InterruptedException | TimeoutException e) {
            fail(e);
        }
    }

    @Test
    final void entityThatFailsAlone_failsAlone() {
        FeatureView view = numbers();
        started(view);
        List<EntityKey> keys = List.of(KEY, OTHER, EntityKey.of("LAX"));
        keys.forEach(key -> put(view, key, 1, 2, 3));
        store.faults().failRows(TransportException.Kind.INTERNAL, OTHER);

        if (carried().partialFailure() == PartialFailure.CALL) {
            assertEquals(1, transport().maxEntities(), "with more entities in a call, one must not fail the others");
            assertEquals(
                    TransportException.Kind.INTERNAL,
                    failure(fetch(view, OTHER)).kind());
            assertEquals(number(1), readOne(view, KEY).value("x").orElseThrow());
            return;
        }
        List<FeatureRow> rows = read(view, keys);
        assertEquals(number(1), rows.get(0).value("x").orElseThrow());
        assertEquals(number(1), rows.get(2).value("x").orElseThrow());
        if (carried().partialFailure() == PartialFailure.NOT_FOUND) {
            assertNotFound(rows.get(1));
            assertFalse(
                    transport().isNotFoundCertain(),
                    "a failed entity looks as an unknown one, so not found is not certain");
        } else {
            for (int slot = 0; slot < view.size(); slot++) {
                assertEquals(ValueState.ERROR, rows.get(1).storedState(slot), "slot " + slot);
            }
        }
    }

    @Test
    final void compositeKeys_areCarriedOrRefused() {
        FeatureView view = FeatureView.builder("routes", "origin", "carrier", "hour")
                .feature("x", numberType())
                .build();
        started(view);
        if (!carried().has(Trait.COMPOSITE_KEYS)) {
            BindChecks.assertRefused(transport(), view, "origin");
            return;
        }
        List<EntityKey> keys = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            keys.add(EntityKey.composite("A" + i % 3, "B" + i % 5, i));
            store.put(view, keys.get(i), Map.of("x", number(i)));
        }
        store.faults().shuffle(3);

        List<FeatureRow> rows = read(view, keys);

        for (int i = 0; i < MANY; i++) {
            assertEquals(number(i), rows.get(i).value("x").orElseThrow(), "key " + keys.get(i));
        }
    }

    @Test
    final void largestFetch_isAnswered_andOneMoreIsRefused() {
        FeatureView view = numbers();
        int most = started(view).maxEntities();
        assertTrue(most >= 1, "maxEntities is " + most);
        int tried = Math.min(most, 5_000);
        List<EntityKey> keys = keys(tried);
        for (int i = 0; i < tried; i++) {
            put(view, keys.get(i), i, 1_000 + i, -i);
        }

        assertNumbers(keys, get(fetch(view, keys.toArray(EntityKey[]::new))));
        if (most == tried) {
            TransportException refusal =
                    failure(transport().fetch(new FetchRequest(bind(view), keys(most + 1)), with(Map.of())));
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains(Integer.toString(most)),
                    "the message names the limit, " + most + ": " + refusal.getMessage());
        }
    }
}
