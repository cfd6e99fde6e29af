package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.testing.TransportTraits.Trait;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of calls that go wrong. */
abstract class FailureChecks extends TextChecks {
    private static final EntityKey SECRET = EntityKey.of("patient_4711");

    @Test
    final void failureOfTheServer_keepsItsKind_andHidesTheKey() {
        FeatureView view = numbers();
        started(view);
        put(view, SECRET, 1, 2, 3);
        for (Kind kind : carried().kinds()) {
            store.faults().failNext(1, kind);

            TransportException failure = failure(fetch(view, SECRET));

            assertEquals(kind, failure.kind(), "the kind of: " + failure.getMessage());
            assertFalse(failure.code().isBlank(), "what the contract calls " + kind);
            assertFalse(String.valueOf(failure.getMessage()).contains("4711"), "the message holds the key");
        }
        assertEquals(number(1), readOne(view, SECRET).value("x").orElseThrow());
    }

    @Test
    final void retryAfter_isKept() {
        assume(Trait.RETRY_AFTER);
        FeatureView view = numbers();
        started(view);
        store.faults().failNext(1, Kind.OVERLOADED).retryAfter(Duration.ofSeconds(2));

        TransportException failure = failure(fetch(view, KEY));

        assertEquals(Kind.OVERLOADED, failure.kind());
        assertEquals(Duration.ofSeconds(2), failure.retryAfter().orElse(Duration.ZERO));
    }

    @Test
    final void deadline_isATimeout_onTime() {
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);
        readOne(view, KEY);
        store.faults().hold();

        long start = System.nanoTime();
        TransportException failure = failure(fetch(view, within(Duration.ofMillis(600)), KEY));

        assertEquals(Kind.TIMEOUT, failure.kind(), failure::getMessage);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis >= 500, "a timeout before the deadline, after " + millis + " ms of 600");
        if (carried().has(Trait.CANCELS)) {
            await("the server gives the call up", () -> store.pendingCount() == 0);
        }
        store.faults().release();
        assertEquals(number(1), readOne(view, KEY).value("x").orElseThrow());
    }

    @Test
    final void deadlineThatHasPassed_isATimeout() {
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);

        assertEquals(
                Kind.TIMEOUT,
                failure(fetch(view, within(Duration.ofMillis(-1)), KEY)).kind());
    }

    @Test
    final void deadline_reachesTheServer() {
        assume(Trait.DEADLINES);
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);

        get(fetch(view, within(Duration.ofSeconds(20)), KEY));

        Duration left = store.calls().get(0).timeLeft();
        assertTrue(
                left.compareTo(Duration.ofSeconds(20)) <= 0 && left.compareTo(Duration.ofMillis(1)) > 0,
                "of 20 s the server was told " + left);
    }

    @Test
    final void answerAtTheDeadline_isRowsOrATimeout() throws Exception {
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);
        readOne(view, KEY);
        store.faults().delay(Duration.ofMillis(20));
        List<CompletableFuture<List<FeatureRow>>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(fetch(view, within(Duration.ofMillis(10 + i / 5)), KEY));
        }
        for (CompletableFuture<List<FeatureRow>> call : calls) {
            try {
                FeatureRow row =
                        call.get(mostWaited().toMillis(), TimeUnit.MILLISECONDS).get(0);
                assertEquals(number(1), row.value("x").orElseThrow());
            } catch (ExecutionException e) {
                assertEquals(Kind.TIMEOUT, failure(call).kind());
            }
        }
    }

    @Test
    final void cancel_reachesTheServer() {
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);
        store.faults().hold();
        CompletableFuture<List<FeatureRow>> call = fetch(view, KEY);
        await("the call arrives", () -> store.pendingCount() == 1);

        call.cancel(true);

        assertTrue(call.isCancelled());
        if (carried().has(Trait.CANCELS)) {
            await("the server hears of the cancel", () -> store.cancelledCount() == 1);
        }
        store.faults().release();
        assertEquals(number(1), readOne(view, KEY).value("x").orElseThrow(), "after the cancel");
    }

    @Test
    final void fetchBeforeTheStart_isATypedFailure() {
        FeatureView view = numbers();
        FeatureTransport transport = unstarted(view);

        failure(fetch(view, KEY));
        failure(transport.warmUp());
    }

    @Test
    final void fetchOfAViewThatIsNotBound_isATypedFailure() {
        FeatureView view = numbers();
        FeatureTransport transport = started(view);

        TransportException failure =
                failure(transport.fetch(new FetchRequest(ViewBinding.of(view), List.of(KEY)), with(Map.of())));

        assertTrue(
                String.valueOf(failure.getMessage()).contains(view.name()),
                "the message names view '" + view.name() + "': " + failure.getMessage());
    }
}
