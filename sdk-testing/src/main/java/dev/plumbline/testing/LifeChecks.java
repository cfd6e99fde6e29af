package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.TransportException.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How a transport begins, goes on and is called. */
abstract class LifeChecks extends CallChecks {
    @Test
    final void closeBeforeTheStart_isTheEnd() {
        FeatureView view = numbers();
        FeatureTransport transport = unstarted(view);

        transport.close();

        assertEquals(Kind.CLOSED, failure(fetch(view, KEY)).kind());
    }

    @Test
    final void serverThatIsDown_isNoReasonToRefuseTheStart() throws Exception {
        FeatureView view = numbers();
        FeatureTransport transport = unstarted(view);
        killServer();

        assertDoesNotThrow(() -> transport.start(runtime));

        assertEquals(Kind.UNAVAILABLE, failure(fetch(view, KEY)).kind());
    }

    @Test
    final void warmUp_connects_andCancellingItChangesNothing() {
        FeatureView view = numbers();
        FeatureTransport transport = started(view);
        put(view, KEY, 1, 2, 3);

        transport.warmUp().cancel(true);
        get(transport.warmUp());
        get(transport.warmUp());

        assertEquals(number(1), readOne(view, KEY).value("x").orElseThrow());
        assertEquals(1, store.callCount(), "calls: a warm-up reads nothing");
    }

    @Test
    final void recover_letsTheNextFetchStartAfresh() throws Exception {
        FeatureView view = numbers();
        FeatureTransport transport = unstarted(view);
        assertDoesNotThrow(transport::recover, "before the start");
        transport.start(runtime);
        put(view, KEY, 1, 2, 3);
        readOne(view, KEY);
        List<CompletableFuture<List<FeatureRow>>> held = held(view, CALLS);

        transport.recover();
        store.faults().release();

        for (CompletableFuture<List<FeatureRow>> call : held) {
            try {
                assertEquals(
                        1,
                        call.get(mostWaited().toMillis(), TimeUnit.MILLISECONDS).size());
            } catch (ExecutionException e) {
                assertTrue(
                        failure(call).kind().isRetryable(), () -> failure(call).getMessage());
            }
        }
        assertEquals(number(1), readOne(view, KEY).value("x").orElseThrow());
    }

    @Test
    final void secondStart_changesNothing() {
        FeatureView view = numbers();
        FeatureTransport transport = started(view);
        try (ClientThreads other = ClientThreads.create("contract-other")) {
            transport.start(
                    ClientRuntime.builder(other.scheduler(), other.work()).build());
        }
        put(view, KEY, 1, 2, 3);

        assertEquals(number(1), readOne(view, KEY).value("x").orElseThrow());
    }

    @Test
    final void nameAndAttributes_areFewAndSteady() {
        FeatureView view = numbers();
        FeatureTransport transport = unstarted(view);
        String name = transport.name();
        assertFalse(name.isBlank(), "the name is blank");
        assertTrue(name.length() <= 63, "the name is long: " + name);
        assertFalse(name.matches(".*(127\\.0\\.0\\.1|localhost|:[0-9]).*"), "the name holds a host: " + name);

        transport.start(runtime);
        put(view, KEY, 1, 2, 3);
        readOne(view, KEY);
        // Which of several methods a server has may be found out by the first call.
        String operation = transport.operation();
        Map<String, String> attributes = transport.attributes();
        assertFalse(operation.isBlank(), "the operation is blank");
        assertTrue(attributes.size() <= 16, "attributes: " + attributes);
        readOne(view, OTHER);

        assertEquals(name, transport.name());
        assertEquals(operation, transport.operation());
        assertEquals(attributes, transport.attributes());
        assertFalse(transport.toString().contains("DFW"), "the text of the transport holds a key");
    }
}
