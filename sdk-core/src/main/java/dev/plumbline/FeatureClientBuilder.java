package dev.plumbline;

import dev.plumbline.cache.FeatureCache;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.internal.ClientAssembler;
import dev.plumbline.log.FeatureLogSink;
import dev.plumbline.log.PredictionSink;
import dev.plumbline.policy.RetryPolicy;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.runtime.Ticker;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.ViewBinding;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects a client: transports, views, cache, policies and telemetry.
 *
 * <p>Only a transport and a view are needed. Settings come, later ones winning, from this builder's methods, from
 * {@link #settings(ClientSettings)} and from {@code PLUMBLINE_*} environment variables; they are checked as a whole when
 * the client is built. Not thread-safe.
 */
public final class FeatureClientBuilder {
    private final FeatureTransport defaultTransport;
    private final Map<String, ClientAssembler.BoundView> views = new LinkedHashMap<>();
    private ClientSettings code = ClientSettings.empty();
    private ClientSettings settings = ClientSettings.empty();
    private Map<String, String> environment = System.getenv();
    private @Nullable FeatureCache cache;
    private @Nullable MeterRegistry meters;
    private OpenTelemetry openTelemetry = OpenTelemetry.noop();
    private Ticker ticker = Ticker.system();
    private InstantSource clock = InstantSource.system();
    private @Nullable TaskScheduler scheduler;
    private @Nullable Executor executor;
    private @Nullable Executor callbackExecutor;
    private @Nullable DoubleSupplier random;
    private @Nullable PredictionSink predictionSink;
    private @Nullable FeatureLogSink featureSink;

    FeatureClientBuilder(FeatureTransport transport) {
        this.defaultTransport = Objects.requireNonNull(transport, "a client needs a transport");
    }

    /**
     * Registers views that the default transport reads, under the names that they have here.
     *
     * @param added the views
     * @return this
     * @throws IllegalArgumentException if a view of that name is registered already
     */
    public FeatureClientBuilder views(FeatureView... added) {
        return viewsFrom(defaultTransport, added);
    }

    /**
     * Registers views that another transport reads, under the names that they have here.
     *
     * @param transport the transport, which the client then closes
     * @param added the views
     * @return this
     * @throws IllegalArgumentException if a view of that name is registered already
     */
    public FeatureClientBuilder viewsFrom(FeatureTransport transport, FeatureView... added) {
        for (FeatureView view : added) {
            bind(transport, ViewBinding.of(view));
        }
        return this;
    }

    /**
     * Registers a view whose features have other names on the server.
     *
     * @param transport the transport, which the client then closes
     * @param binding the view and its names
     * @return this
     * @throws IllegalArgumentException if a view of that name is registered already
     */
    public FeatureClientBuilder bind(FeatureTransport transport, ViewBinding binding) {
        String name = binding.view().name();
        if (views.putIfAbsent(name, new ClientAssembler.BoundView(transport, binding)) != null) {
            throw new IllegalArgumentException("view '" + name + "' is registered twice: remove one");
        }
        return this;
    }

    /**
     * Sets the cache, which the client then closes. Default none.
     *
     * @param tiers the cache
     * @return this
     */
    public FeatureClientBuilder cache(FeatureCache tiers) {
        this.cache = tiers;
        return this;
    }

    /**
     * Sets where predictions are logged, which the client then closes. Default nowhere. The bounds of the queue are
     * settings, {@code prediction-log.max-events} and so on.
     *
     * @param sink the sink
     * @return this
     */
    public FeatureClientBuilder predictionLog(PredictionSink sink) {
        this.predictionSink = sink;
        return this;
    }

    /**
     * Sets where served features are logged, which the client then closes. Default nowhere. A key is logged or not by its
     * hash and the spec's name, so all processes log the same ones, and a higher rate logs the same and more; a vector of
     * a spec that reads no view is logged by chance. The bounds of the queue are settings, {@code feature-log.max-events}
     * and so on.
     *
     * @param sink the sink
     * @param rate the share of keys that are logged, 0 to 1
     * @return this
     */
    public FeatureClientBuilder featureLog(FeatureLogSink sink, double rate) {
        this.featureSink = sink;
        code = code.with("feature-log.rate", Double.toString(rate));
        return this;
    }

    /**
     * Sets the client's name, which tags its meters and names its threads. Default "default".
     *
     * @param name the name: a lower-case letter, then up to 62 lower-case letters, digits or underscores
     * @return this
     */
    public FeatureClientBuilder name(String name) {
        code = code.with("name", name);
        return this;
    }

    /**
     * Sets how long a read may take in all, unless a call says otherwise. Default 500 ms, and 2 s until its transport
     * has answered once.
     *
     * @param deadline 1 ms to 1 hour
     * @return this
     */
    public FeatureClientBuilder deadline(Duration deadline) {
        code = code.with("deadline", ClientSettings.text(deadline));
        return this;
    }

    /**
     * Sets how long one attempt may take. Default 150 ms, and 2 s until its transport has answered once.
     *
     * @param timeout 1 ms to 1 hour
     * @return this
     */
    public FeatureClientBuilder attemptTimeout(Duration timeout) {
        code = code.with("attempt-timeout", ClientSettings.text(timeout));
        return this;
    }

    /**
     * Sets how failed attempts are made again. Default {@link RetryPolicy#ofDefaults()}.
     *
     * @param policy the policy
     * @return this
     */
    public FeatureClientBuilder retry(RetryPolicy policy) {
        code = code.with("retry.max-attempts", Integer.toString(policy.maxAttempts()))
                .with("retry.base-delay", ClientSettings.text(policy.baseDelay()))
                .with("retry.max-delay", ClientSettings.text(policy.maxDelay()));
        return this;
    }

    /**
     * Sets the cache's bounds for views without their own. Default {@link StalenessBounds#ofDefaults()}.
     *
     * @param bounds the bounds
     * @return this
     */
    public FeatureClientBuilder staleness(StalenessBounds bounds) {
        code = code.with("staleness.fresh", ClientSettings.text(bounds.fresh()))
                .with("staleness.near-fresh", ClientSettings.text(bounds.nearFresh()))
                .with("staleness.stale-while-revalidate", ClientSettings.text(bounds.staleWhileRevalidate()))
                .with("staleness.stale-if-error", ClientSettings.text(bounds.staleIfError()))
                .with("staleness.not-found", ClientSettings.text(bounds.notFound()));
        return this;
    }

    /**
     * Sets how many merged batches of one view may be under way; single reads that arrive meanwhile leave together.
     * Default 2.
     *
     * @param batches 1 to 64
     * @return this
     */
    public FeatureClientBuilder maxInFlightBatches(int batches) {
        code = code.with("merge.max-in-flight-batches", Integer.toString(batches));
        return this;
    }

    /**
     * Sets how many attempts on one transport may be under way; the next ones wait, and beyond sixteen times as many are
     * refused. Default 64.
     *
     * @param fetches 1 to 10,000
     * @return this
     */
    public FeatureClientBuilder maxConcurrentFetches(int fetches) {
        code = code.with("max-concurrent-fetches", Integer.toString(fetches));
        return this;
    }

    /**
     * Sets which store of the feature service is to answer reads of views without a preference of their own. Reads from
     * the primary are not cached at all. Default: what the service does by itself, and no header says otherwise.
     *
     * @param preference the preference
     * @return this
     */
    public FeatureClientBuilder readPreference(ReadPreference preference) {
        code = code.with(
                "read-preference", preference.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return this;
    }

    /**
     * Sets for how long this client reads a key from the primary after it has written it. Default 5 s.
     *
     * @param window longer than replicas lag; zero for never, at most 10 minutes
     * @return this
     * @see FeatureClient#write(dev.plumbline.feature.FeatureView, dev.plumbline.feature.EntityKey, WriteAction)
     */
    public FeatureClientBuilder stickyWindow(Duration window) {
        code = code.with("read.sticky-window", ClientSettings.text(window));
        return this;
    }

    /**
     * Sets by which share of their time cached rows are renewed early, at most, so that rows that were read together are
     * not renewed together. Default 0.1.
     *
     * @param share 0 to 0.5
     * @return this
     */
    public FeatureClientBuilder jitter(double share) {
        code = code.with("staleness.jitter", Double.toString(share));
        return this;
    }

    /**
     * Sets settings from a map or a file, which win over this builder's methods. Default none.
     *
     * @param source the settings
     * @return this
     */
    public FeatureClientBuilder settings(ClientSettings source) {
        this.settings = source;
        return this;
    }

    /**
     * Sets the environment whose {@code PLUMBLINE_*} variables win over all else. Default the process's.
     *
     * @param variables the variables
     * @return this
     */
    public FeatureClientBuilder environment(Map<String, String> variables) {
        this.environment = Map.copyOf(variables);
        return this;
    }

    /**
     * Sets where meters are registered. Default nowhere.
     *
     * @param registry the registry
     * @return this
     */
    public FeatureClientBuilder meters(MeterRegistry registry) {
        this.meters = registry;
        return this;
    }

    /**
     * Sets what makes spans and carries them to the feature service. Default none.
     *
     * @param telemetry the telemetry
     * @return this
     */
    public FeatureClientBuilder openTelemetry(OpenTelemetry telemetry) {
        this.openTelemetry = telemetry;
        return this;
    }

    /**
     * Sets the clock for durations and deadlines. Default the system's; for tests.
     *
     * @param source the ticker
     * @return this
     */
    public FeatureClientBuilder ticker(Ticker source) {
        this.ticker = source;
        return this;
    }

    /**
     * Sets the clock for the time of day. Default the system's; for tests.
     *
     * @param source the clock
     * @return this
     */
    public FeatureClientBuilder clock(InstantSource source) {
        this.clock = source;
        return this;
    }

    /**
     * Sets what runs timeouts and retries. Default a thread of the client's own; for tests.
     *
     * @param timer the scheduler
     * @return this
     */
    public FeatureClientBuilder scheduler(TaskScheduler timer) {
        this.scheduler = timer;
        return this;
    }

    /**
     * Sets what the client's own short work runs on. Default threads of the client's own; for tests.
     *
     * @param work the executor, which the client does not close
     * @return this
     */
    public FeatureClientBuilder executor(Executor work) {
        this.executor = work;
        return this;
    }

    /**
     * Sets what spreads things that would otherwise happen together, such as renewals. Default a generator of each
     * thread; for tests.
     *
     * @param source numbers from 0 to below 1; thread-safe
     * @return this
     */
    public FeatureClientBuilder random(DoubleSupplier source) {
        this.random = source;
        return this;
    }

    /**
     * Sets what callers' stages complete on. Default threads of the client's own, one for each stage under way and at
     * most 128. Stages that wait hold up others; where the executor refuses one, it runs on the client's own threads.
     *
     * @param callbacks the executor, which the client does not close
     * @return this
     */
    public FeatureClientBuilder callbackExecutor(Executor callbacks) {
        this.callbackExecutor = callbacks;
        return this;
    }

    /**
     * Makes the client and begins to connect. Succeeds with every server down. If it fails, it closes the transports, the
     * sinks and the cache, but not a cache that another client has.
     *
     * @return the client, to be closed by the caller
     * @throws IllegalArgumentException if no view is registered, a transport cannot carry one of its views, or a setting
     *     is unknown or out of range; the message names each
     * @throws IllegalStateException if the cache belongs to another client, or is closed
     */
    public FeatureClient build() {
        try {
            return ClientAssembler.assemble(parts());
        } catch (RuntimeException e) {
            defaultTransport.close();
            views.values().forEach(view -> view.transport().close());
            if (predictionSink != null) {
                predictionSink.close();
            }
            if (featureSink != null) {
                featureSink.close();
            }
            // What another client uses refuses to start so, and is left to it.
            if (cache != null && !(e instanceof IllegalStateException)) {
                cache.close();
            }
            throw e;
        }
    }

    private ClientAssembler.Parts parts() {
        if (views.isEmpty()) {
            throw new IllegalArgumentException("the client has no view: register at least one with views(...)");
        }
        return new ClientAssembler.Parts(
                defaultTransport,
                new ArrayList<>(views.values()),
                cache,
                ClientSettings.merged(code, settings, environment, cache == null ? List.of() : cache.settingKeys())
                        .values(),
                meters,
                openTelemetry,
                ticker,
                clock,
                scheduler,
                executor,
                callbackExecutor,
                random,
                predictionSink,
                featureSink);
    }
}
