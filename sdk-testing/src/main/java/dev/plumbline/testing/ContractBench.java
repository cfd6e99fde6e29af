package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the checks of a transport work with: a store, the transport that reads it, and short ways to fetch. */
@Timeout(300)
abstract class ContractBench {
    static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
    static final EntityKey KEY = EntityKey.of("DFW");
    static final EntityKey OTHER = EntityKey.of("ORD");

    @SuppressWarnings("NullAway.Init") // set by begin
    InMemoryFeatureStore store;

    @SuppressWarnings("NullAway.Init") // set by begin
    ClientThreads threads;

    @SuppressWarnings("NullAway.Init") // set by begin
    ClientRuntime runtime;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final List<ViewBinding> bound = new ArrayList<>();
    private @Nullable TransportBackend backend;

    abstract TransportTraits carried();

    abstract Duration mostWaited();

    abstract TransportBackend opened(TransportPlan plan) throws Exception;

    @BeforeEach
    final void begin() {
        store = InMemoryFeatureStore.create();
        threads = ClientThreads.create("contract");
        runtime = ClientRuntime.builder(threads.scheduler(), threads.work()).build();
    }

    @AfterEach
    final void end() throws Exception {
        store.faults().clear();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        threads.close();
        bound.clear();
        backend = null;
    }

    /** Opens a server that knows these views, and the transport to it, not started. */
    final FeatureTransport unstarted(int maxMessageBytes, FeatureView... views) {
        try {
            TransportBackend made = opened(new TransportPlan(store, Arrays.asList(views), maxMessageBytes));
            backend = made;
            bound.clear();
            made.server().ifPresent(opened::push);
            opened.push(made.transport());
            return made.transport();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("the transport or its server could not be opened", e);
        }
    }

    final FeatureTransport unstarted(FeatureView... views) {
        return unstarted(MAX_MESSAGE_BYTES, views);
    }

    final FeatureTransport started(int maxMessageBytes, FeatureView... views) {
        FeatureTransport transport = unstarted(maxMessageBytes, views);
        transport.start(runtime);
        return transport;
    }

    final FeatureTransport started(FeatureView... views) {
        return started(MAX_MESSAGE_BYTES, views);
    }

    final FeatureTransport transport() {
        TransportBackend known = backend;
        if (known == null) {
            throw new IllegalStateException("nothing was opened");
        }
        return known.transport();
    }

    final void killServer() throws Exception {
        TransportBackend known = backend;
        if (known == null || known.server().isEmpty()) {
            assumeTrue(false, "there is no server that could end");
        } else {
            known.server().get().close();
        }
    }

    final void assume(TransportTraits.Trait trait) {
        assumeTrue(carried().has(trait), () -> "the contract does not carry " + trait);
    }

    /** Returns a type of numbers that the contract carries. */
    final FeatureType numberType() {
        for (FeatureType type : List.of(
                FeatureType.FLOAT64,
                FeatureType.FLOAT32,
                FeatureType.INT64,
                FeatureType.INT32,
                FeatureType.TIMESTAMP)) {
            if (carried().carries(type)) {
                return type;
            }
        }
        return fail("a contract without numbers: declare one of its types");
    }

    /** Returns a view of features x, y and z, all numbers. */
    final FeatureView numbers() {
        return FeatureView.builder("numbers", "id")
                .feature("x", numberType())
                .feature("y", numberType())
                .feature("z", numberType())
                .build();
    }

    /** Stores whole numbers, as any type of numbers takes. */
    final void put(FeatureView view, EntityKey key, long x, long y, long z) {
        store.put(view, key, Map.of("x", number(x), "y", number(y), "z", number(z)));
    }

    final Object number(long value) {
        return switch (numberType().kind()) {
            case FLOAT64 -> (double) value;
            case FLOAT32 -> (float) value;
            default -> value;
        };
    }

    final ViewBinding bind(FeatureView view) {
        for (ViewBinding known : bound) {
            if (known.view().equals(view)) {
                return known;
            }
        }
        return bind(ViewBinding.of(view));
    }

    final ViewBinding bind(ViewBinding binding) {
        transport().bind(binding);
        bound.add(binding);
        return binding;
    }

    final CallContext within(Duration limit) {
        return new CallContext(runtime.ticker().nanos() + limit.toNanos(), Map.of());
    }

    final CallContext with(Map<String, String> headers) {
        return new CallContext(runtime.ticker().nanos() + mostWaited().toNanos() * 2 / 3, headers);
    }

    final CompletableFuture<List<FeatureRow>> fetch(FeatureView view, EntityKey... keys) {
        return fetch(view, with(Map.of()), keys);
    }

    final CompletableFuture<List<FeatureRow>> fetch(FeatureView view, CallContext context, EntityKey... keys) {
        return transport().fetch(new FetchRequest(bind(view), Arrays.asList(keys)), context);
    }

    /** Reads rows in as many fetches as the transport wants, all at once. */
    final List<FeatureRow> read(FeatureView view, List<EntityKey> keys) {
        return read(bind(view), keys);
    }

    final List<FeatureRow> read(ViewBinding binding, List<EntityKey> keys) {
        int most = transport().maxEntities();
        List<CompletableFuture<List<FeatureRow>>> slices = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += most) {
            List<EntityKey> slice = keys.subList(from, Math.min(keys.size(), from + most));
            slices.add(transport().fetch(new FetchRequest(binding, slice), with(Map.of())));
        }
        List<FeatureRow> rows = new ArrayList<>();
        slices.forEach(slice -> rows.addAll(get(slice)));
        assertEquals(keys.size(), rows.size(), "rows for " + keys.size() + " keys");
        return rows;
    }

    final FeatureRow readOne(FeatureView view, EntityKey key) {
        return read(view, List.of(key)).get(0);
    }

    final <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(mostWaited().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("the call failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the call did not end in " + mostWaited().toSeconds() + " s", e);
        }
    }

    /** Waits for a failure, which has to be a typed one. */
    final TransportException failure(CompletableFuture<?> future) {
        try {
            Object value = future.get(mostWaited().toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("no failure, but " + value);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransportException typed) {
                return typed;
            }
            throw new AssertionError("the failure is no TransportException: " + e.getCause(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the call did not end in " + mostWaited().toSeconds() + " s", e);
        }
    }

    final void await(String what, BooleanSupplier condition) {
        await(what, mostWaited(), condition);
    }

    final void await(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                fail("after " + limit.toSeconds() + " s not yet: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** Returns n keys. */
    static List<EntityKey> keys(int count) {
        List<EntityKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(EntityKey.of("key_" + i));
        }
        return keys;
    }
}
