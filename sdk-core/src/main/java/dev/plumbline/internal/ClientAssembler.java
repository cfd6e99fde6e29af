package dev.plumbline.internal;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureSession;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.log.FeatureLogSink;
import dev.plumbline.log.PredictionSink;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.runtime.Ticker;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.ViewBinding;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the pipeline is put together. */
public final class ClientAssembler {
    private static final Logger log = LoggerFactory.getLogger(FeatureClient.class);

    private ClientAssembler() {}

    /**
     * A view and the transport that reads it.
     *
     * @param transport the transport
     * @param binding the view and its names on the server
     */
    public record BoundView(FeatureTransport transport, ViewBinding binding) {}

    /**
     * What a builder has collected.
     *
     * @param defaultTransport the transport that the builder was given first
     * @param views the views, each with its transport
     * @param cache the cache, or null
     * @param settings settings by key
     * @param meters where meters go, or null
     * @param openTelemetry what makes spans
     * @param ticker the clock for durations
     * @param clock the clock for the time of day
     * @param scheduler what runs tasks later, or null for an own thread
     * @param executor what the client's own work runs on, or null for own threads
     * @param callbackExecutor what callers' stages complete on, or null for own threads
     * @param random what spreads things, or null for a generator of each thread
     * @param predictionSink where predictions are logged, or null
     * @param featureSink where served features are logged, or null
     */
    public record Parts(
            FeatureTransport defaultTransport,
            List<BoundView> views,
            @Nullable FeatureCache cache,
            Map<String, String> settings,
            @Nullable MeterRegistry meters,
            OpenTelemetry openTelemetry,
            Ticker ticker,
            InstantSource clock,
            @Nullable TaskScheduler scheduler,
            @Nullable Executor executor,
            @Nullable Executor callbackExecutor,
            @Nullable DoubleSupplier random,
            @Nullable PredictionSink predictionSink,
            @Nullable FeatureLogSink featureSink) {}

    /**
     * Returns the keys of all settings.
     *
     * @return the keys
     */
    public static List<String> settingKeys() {
        return ClientConfig.KEYS;
    }

    /**
     * Reads a session's token.
     *
     * @param token the token
     * @return the session
     * @throws IllegalArgumentException if it is none
     */
    public static FeatureSession session(String token) {
        return Session.ofToken(token);
    }

    /**
     * Makes a client.
     *
     * @param parts what the builder has collected
     * @return the client
     * @throws IllegalArgumentException if a setting is wrong or a transport cannot carry one of its views
     */
    public static FeatureClient assemble(Parts parts) {
        Settled settled = Settled.of(parts);
        String name = freeName(parts.meters(), settled.config().name());
        ClientThreads threads = ClientThreads.create(name);
        ClientRuntime runtime = runtime(parts, name, threads);
        Telemetry telemetry = new Telemetry(runtime);
        try {
            return client(parts, settled, threads, runtime, telemetry);
        } catch (RuntimeException e) {
            threads.close();
            telemetry.close();
            throw e;
        }
    }

    private static FeatureClient client(
            Parts parts, Settled settled, ClientThreads threads, ClientRuntime runtime, Telemetry telemetry) {
        ClientConfig config = settled.config();
        FeatureCache cache = settled.cache();
        Set<FeatureTransport> transports = new LinkedHashSet<>();
        transports.add(parts.defaultTransport());
        parts.views().forEach(view -> transports.add(view.transport()));
        transports.forEach(transport -> transport.start(runtime));
        parts.views().forEach(view -> view.transport().bind(view.binding()));
        IdentityHashMap<FeatureTransport, Target> targets = new IdentityHashMap<>();
        transports.forEach(transport -> targets.put(transport, Target.of(transport, config)));

        NearReads near = null;
        FarReads far = null;
        if (cache != null) {
            cache.start(runtime);
            near = cache.near().map(NearReads::new).orElse(null);
            far = cache.far()
                    .map(tier -> new FarReads(tier, runtime, telemetry))
                    .orElse(null);
        }
        Map<FeatureView, ViewReader> readers = new LinkedHashMap<>();
        for (BoundView view : parts.views()) {
            Target target = targets.getOrDefault(view.transport(), Target.of(view.transport(), config));
            readers.put(view.binding().view(), reader(view.binding(), target, config, runtime, telemetry, near, far));
        }
        ClientLogs logs = ClientLogs.of(parts, config, runtime, telemetry);
        return new Client(runtime, telemetry, readers, List.copyOf(transports), cache, threads, near, far, logs);
    }

    /** What the settings come to. All that is wrong with them is told in one message. */
    private record Settled(ClientConfig config, @Nullable FeatureCache cache) {
        private static final String OF_CACHE = "cache.";

        static Settled of(Parts parts) {
            Map<String, String> own = new TreeMap<>(parts.settings());
            Map<String, String> ofCache = new TreeMap<>(own);
            own.keySet().removeIf(key -> key.startsWith(OF_CACHE));
            ofCache.keySet().removeAll(own.keySet());
            FeatureCache cache = parts.cache();
            IllegalArgumentException wrong = null;
            if (cache != null && !ofCache.isEmpty()) {
                try {
                    cache = cache.withSettings(ofCache);
                } catch (IllegalArgumentException e) {
                    wrong = e;
                }
            }
            try {
                ClientConfig config = ClientConfig.read(own);
                if (wrong != null) {
                    throw wrong;
                }
                return new Settled(config, cache);
            } catch (IllegalArgumentException e) {
                throw wrong == null || wrong == e
                        ? e
                        : new IllegalArgumentException(e.getMessage() + "\n  " + wrong.getMessage(), e);
            }
        }
    }

    /** A transport, and what all views on it share. */
    private record Target(FeatureTransport transport, Readiness readiness, LimitedOrigin.Limit limit) {
        static Target of(FeatureTransport transport, ClientConfig config) {
            return new Target(transport, new Readiness(), new LimitedOrigin.Limit(config.maxConcurrentFetches()));
        }
    }

    /** One read, from its first layer to its last; read from the bottom up. */
    private static ViewReader reader(
            ViewBinding binding,
            Target target,
            ClientConfig config,
            ClientRuntime runtime,
            Telemetry telemetry,
            @Nullable NearReads near,
            @Nullable FarReads far) {
        FeatureTransport transport = target.transport();
        FeatureView view = binding.view();
        Origin origin = new AttemptOrigin(transport, binding, config, runtime, telemetry, target.readiness());
        origin = new LimitedOrigin(target.limit(), telemetry, origin);
        origin = RetryingOrigin.create(config.retry(), runtime, telemetry, origin);
        origin = new SlicingOrigin(view, transport.maxEntities(), runtime, origin);
        Merger merger = new Merger(view, origin, telemetry, config.maxInFlightBatches(), transport.maxEntities());
        FreshnessRules rules = new FreshnessRules(
                view.staleness().orElse(config.staleness()),
                transport.isNotFoundCertain(),
                config.jitter(),
                runtime.random());
        return new ViewReader(view, runtime, telemetry, rules, near, far, merger, target.readiness(), config);
    }

    /** The client's name, with a number where another client of that name reports to the same registry. */
    private static String freeName(@Nullable MeterRegistry meters, String name) {
        String free = name;
        for (int number = 2; meters != null && Telemetry.isTaken(meters, free); number++) {
            free = name + "_" + number;
        }
        if (!free.equals(name)) {
            log.warn(
                    "a client named '{}' reports to this registry already: this one is '{}'; give each a name",
                    name,
                    free);
        }
        return free;
    }

    private static ClientRuntime runtime(Parts parts, String name, ClientThreads threads) {
        ClientRuntime.Builder builder = ClientRuntime.builder(
                parts.scheduler() == null ? threads.scheduler() : parts.scheduler(),
                parts.executor() == null ? threads.work() : parts.executor());
        if (parts.random() != null) {
            builder.random(parts.random());
        }
        return builder.clientName(name)
                .ticker(parts.ticker())
                .clock(parts.clock())
                .callbackExecutor(parts.callbackExecutor() == null ? threads.callbacks() : parts.callbackExecutor())
                .meters(parts.meters())
                .openTelemetry(parts.openTelemetry())
                .build();
    }
}
