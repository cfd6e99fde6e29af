package dev.plumbline.testing;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.feature.FeatureView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each JUnit 5 test a client over a fresh store in memory, and closes it afterwards.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PlumblineExtension plumbline = PlumblineExtension.of(airport);
 *
 * @Test
 * void delaysOfAnAirport(InMemoryFeatureStore store, FeatureClient client) {
 *   store.put(airport, EntityKey.of("DFW"), Map.of("mean_delay", 3.5));
 *   assertEquals(3.5, client.get(airport, EntityKey.of("DFW")).float64("mean_delay"));
 * }
 * }</pre>
 *
 * <p>A test, its {@code @BeforeEach} and {@code @AfterEach} methods may ask for a {@link FeatureClient}, an
 * {@link InMemoryFeatureStore} and, after {@link #withManualTime()}, a {@link ManualTime}. A test that leaves something
 * behind fails: answers still held, fetches not answered, another client of the store not closed, or threads of the
 * client that outlive it. The message names what was left.
 *
 * <p>The client does not read the process's environment, and is named {@code test_1}, {@code test_2} and so on. Fit for
 * tests that run in parallel. Immutable and thread-safe.
 */
public final class PlumblineExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(PlumblineExtension.class);

    private final List<FeatureView> views;
    private final boolean manualTime;
    private final @Nullable Supplier<? extends FeatureCache> cache;
    private final List<Consumer<FeatureClientBuilder>> steps;

    private PlumblineExtension(
            List<FeatureView> views,
            boolean manualTime,
            @Nullable Supplier<? extends FeatureCache> cache,
            List<Consumer<FeatureClientBuilder>> steps) {
        this.views = List.copyOf(views);
        this.manualTime = manualTime;
        this.cache = cache;
        this.steps = List.copyOf(steps);
    }

    /**
     * Returns an extension whose clients read these views.
     *
     * @param views the views, at least one
     * @return the extension
     * @throws IllegalArgumentException if there is no view
     */
    public static PlumblineExtension of(FeatureView... views) {
        if (views.length == 0) {
            throw new IllegalArgumentException("an extension without a view: name at least one");
        }
        return new PlumblineExtension(List.of(views), false, null, List.of());
    }

    /**
     * Returns this extension with time that each test moves by hand; a test asks for it as a {@link ManualTime}.
     *
     * @return an extension
     */
    public PlumblineExtension withManualTime() {
        return new PlumblineExtension(views, true, cache, steps);
    }

    /**
     * Returns this extension with a cache for each client.
     *
     * @param maker makes a cache for one test; the client closes it
     * @return an extension
     */
    public PlumblineExtension withCache(Supplier<? extends FeatureCache> maker) {
        return new PlumblineExtension(views, manualTime, maker, steps);
    }

    /**
     * Returns this extension with a step that each client's builder goes through last.
     *
     * @param step what to set
     * @return an extension
     */
    public PlumblineExtension configure(Consumer<FeatureClientBuilder> step) {
        List<Consumer<FeatureClientBuilder>> all = new ArrayList<>(steps);
        all.add(step);
        return new PlumblineExtension(views, manualTime, cache, all);
    }

    /** Makes the test's store and client. */
    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(this, TestClient.open(views, manualTime, cache, steps));
    }

    /** Closes the client and looks for what the test left behind. */
    @Override
    public void afterEach(ExtensionContext context) {
        TestClient test = context.getStore(NAMESPACE).remove(this, TestClient.class);
        if (test != null) {
            test.close();
        }
    }

    /** Tells whether a parameter is one of those that a test may ask for. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return context.getTestMethod().isPresent()
                && (type == FeatureClient.class || type == InMemoryFeatureStore.class || type == ManualTime.class);
    }

    /** Returns the test's own client, store or time. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestClient test = context.getStore(NAMESPACE).get(this, TestClient.class);
        if (test == null) {
            throw new ParameterResolutionException(
                    "the client is made before each test: ask for it in a test, @BeforeEach or @AfterEach method");
        }
        Class<?> type = parameter.getParameter().getType();
        if (type == FeatureClient.class) {
            return test.client();
        }
        if (type == InMemoryFeatureStore.class) {
            return test.store();
        }
        if (test.time() == null) {
            throw new ParameterResolutionException(
                    "the client runs on the system's time: register PlumblineExtension.of(...).withManualTime()");
        }
        return test.time();
    }
}
