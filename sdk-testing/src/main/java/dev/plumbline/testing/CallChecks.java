package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How calls end, on which thread, and what is left of them. */
abstract class CallChecks extends LimitChecks {
    static final int CALLS = 20;

    /** Begins calls that all are at the server at once; they have the time that a busy machine takes for that. */
    final List<CompletableFuture<List<FeatureRow>>> held(FeatureView view, int calls) {
        Duration ample = mostWaited().multipliedBy(3);
        store.faults().hold();
        List<CompletableFuture<List<FeatureRow>>> held = new ArrayList<>();
        for (EntityKey key : keys(calls)) {
            held.add(fetch(view, within(ample), key));
        }
        int most = Math.min(calls, carried().concurrency());
        await(most + " calls arrive", ample, () -> store.pendingCount() >= most);
        return held;
    }

    @Test
    final void close_endsTheCallsUnderWay() {
        FeatureView view = numbers();
        FeatureTransport transport = started(view);
        List<CompletableFuture<List<FeatureRow>>> held = held(view, CALLS);

        transport.close();

        held.forEach(call -> assertEquals(Kind.CLOSED, failure(call).kind()));
    }

    @Test
    final void afterClose_callsAreRefused() {
        FeatureView view = numbers();
        FeatureTransport transport = started(view);
        put(view, KEY, 1, 2, 3);
        readOne(view, KEY);

        transport.close();
        transport.close();

        assertEquals(Kind.CLOSED, failure(fetch(view, KEY)).kind());
        assertEquals(Kind.CLOSED, failure(transport.warmUp()).kind());
        assertDoesNotThrow(transport::recover);
    }

    @Test
    final void serverThatDies_failsTheCallsUnderWay() throws Exception {
        FeatureView view = numbers();
        started(view);
        List<CompletableFuture<List<FeatureRow>>> held = held(view, CALLS);

        killServer();

        held.forEach(call -> assertEquals(
                Kind.UNAVAILABLE, failure(call).kind(), () -> failure(call).getMessage()));
        assertEquals(Kind.UNAVAILABLE, failure(fetch(view, KEY)).kind());
    }

    @Test
    final void fetch_returnsAtOnce_andEndsOnAnotherThread() {
        FeatureView view = numbers();
        started(view);
        put(view, EntityKey.of("key_0"), 1, 2, 3);
        assertEndsElsewhere("an answer", view, call -> store.faults().release());
        store.faults().failNext(1, Kind.INTERNAL);
        assertEndsElsewhere("a failure", view, call -> store.faults().release());
        assertEndsElsewhere(
                "the end of the transport", view, call -> transport().close());
    }

    private void assertEndsElsewhere(
            String what, FeatureView view, Consumer<CompletableFuture<List<FeatureRow>>> finish) {
        CompletableFuture<List<FeatureRow>> call = held(view, 1).get(0);
        assertFalse(call.isDone(), "a call that is held is done");
        AtomicInteger ends = new AtomicInteger();
        CompletableFuture<Thread> ended = call.handle((rows, failure) -> {
            ends.incrementAndGet();
            return Thread.currentThread();
        });
        finish.accept(call);

        Thread thread = get(ended);
        assertNotSame(Thread.currentThread(), thread, what + " completes the future on the caller's thread");
        assertTrue(thread.isDaemon(), "thread " + thread.getName() + " is a daemon");
        assertEquals(1, ends.get());
        store.faults().release();
    }

    @Test
    final void manyCallsAtOnce_areAllRight_onFewThreads() {
        FeatureView view = numbers();
        started(view);
        int calls = 1_000;
        List<EntityKey> keys = keys(calls);
        for (int i = 0; i < calls; i++) {
            put(view, keys.get(i), i, 2L * i, -i);
        }
        readOne(view, keys.get(0));
        int before = threadsOfClients();

        List<CompletableFuture<List<FeatureRow>>> held = held(view, calls);
        int during = threadsOfClients();
        store.faults().release();

        for (int i = 0; i < calls; i++) {
            FeatureRow row = get(held.get(i)).get(0);
            assertEquals(number(i), row.value("x").orElseThrow(), "x of call " + i);
            assertEquals(number(2L * i), row.value("y").orElseThrow(), "y of call " + i);
        }
        assertTrue(during - before < 100, calls + " calls took " + (during - before) + " threads");
    }

    /** Counts threads, less those of servers for tests, which may take one for each connection. */
    private static int threadsOfClients() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("feature-server-"))
                .count();
    }

    @Test
    final void close_leavesNoThread() {
        FeatureView view = numbers();
        openAndClose(view);
        int before = settled();
        for (int i = 0; i < 10; i++) {
            openAndClose(view);
        }
        await("the threads of 10 closed transports end", () -> {
            System.gc();
            return threadsOfClients() <= before + 3;
        });
    }

    private void openAndClose(FeatureView view) {
        try (ClientThreads own = ClientThreads.create("contract-brief")) {
            runtime = ClientRuntime.builder(own.scheduler(), own.work()).build();
            FeatureTransport transport = started(view);
            put(view, KEY, 1, 2, 3);
            readOne(view, KEY);
            transport.close();
        }
    }

    /** Waits until the number of threads is the same for a while. */
    private int settled() {
        AtomicInteger last = new AtomicInteger(threadsOfClients());
        AtomicInteger same = new AtomicInteger();
        await("the number of threads settles", () -> {
            int now = threadsOfClients();
            return (last.getAndSet(now) == now ? same.incrementAndGet() : same.getAndSet(0)) >= 20;
        });
        return last.get();
    }

    @Test
    final void rows_keepTheirValuesWhenLaterRepliesCome() {
        FeatureView view = numbers();
        started(view);
        List<EntityKey> keys = keys(8);
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            put(view, keys.get(i), i, i + 1, i + 2);
            rows.add(readOne(view, keys.get(i)));
        }
        for (int i = 0; i < keys.size(); i++) {
            assertEquals(number(i), rows.get(i).value("x").orElseThrow());
            assertEquals(number(i + 2), rows.get(i).value("z").orElseThrow());
        }
    }

    @Test
    final void deadlineOfOneCall_leavesTheOthersAlone() {
        FeatureView view = numbers();
        started(view);
        put(view, KEY, 1, 2, 3);
        readOne(view, KEY);
        store.faults().hold();
        CompletableFuture<List<FeatureRow>> patient = fetch(view, KEY);
        CompletableFuture<List<FeatureRow>> hasty = fetch(view, within(Duration.ofMillis(50)), KEY);
        CompletableFuture<List<FeatureRow>> cancelled = fetch(view, KEY);
        await("the calls arrive", () -> store.callCount() >= 3);
        cancelled.cancel(true);

        assertEquals(Kind.TIMEOUT, failure(hasty).kind());
        assertFalse(patient.isDone());
        store.faults().release();
        assertEquals(number(1), get(patient).get(0).value("x").orElseThrow());
    }
}
