package dev.plumbline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one client runs on: its ticker, wall clock, scheduler, executors and telemetry.
 *
 * <p>A client makes one when it is built and hands it to its transports and its cache. Nothing in it is global. Immutable
 * and thread-safe.
 */
public final class ClientRuntime {
    private final String clientName;
    private final Ticker ticker;
    private final InstantSource clock;
    private final TaskScheduler scheduler;
    private final Executor executor;
    private final Executor callbackExecutor;
    private final @Nullable MeterRegistry meters;
    private final OpenTelemetry openTelemetry;
    private final DoubleSupplier random;

    private ClientRuntime(Builder builder) {
        this.clientName = builder.clientName;
        this.ticker = builder.ticker;
        this.clock = builder.clock;
        this.scheduler = builder.scheduler;
        this.executor = builder.executor;
        this.callbackExecutor = builder.callbackExecutor == null ? builder.executor : builder.callbackExecutor;
        this.meters = builder.meters;
        this.openTelemetry = builder.openTelemetry;
        this.random = builder.random;
    }

    /**
     * Starts a runtime on the system's ticker and clock, without telemetry.
     *
     * @param scheduler what runs tasks later
     * @param executor what runs the client's own work
     * @return a builder
     */
    public static Builder builder(TaskScheduler scheduler, Executor executor) {
        return new Builder(scheduler, executor);
    }

    /**
     * Returns the client's name, which tags its meters and names its threads.
     *
     * @return the name, "default" unless set
     */
    public String clientName() {
        return clientName;
    }

    /**
     * Returns the clock for durations and deadlines.
     *
     * @return the ticker
     */
    public Ticker ticker() {
        return ticker;
    }

    /**
     * Returns the clock for the time of day.
     *
     * @return the clock
     */
    public InstantSource clock() {
        return clock;
    }

    /**
     * Returns the time of day.
     *
     * @return microseconds since 1970 UTC
     */
    public long nowMicros() {
        java.time.Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
    }

    /**
     * Returns what runs tasks later.
     *
     * @return the scheduler
     */
    public TaskScheduler scheduler() {
        return scheduler;
    }

    /**
     * Returns what runs the client's own short work.
     *
     * @return the executor
     */
    public Executor executor() {
        return executor;
    }

    /**
     * Returns what users' stages complete on.
     *
     * @return the executor
     */
    public Executor callbackExecutor() {
        return callbackExecutor;
    }

    /**
     * Returns where meters are registered.
     *
     * @return the registry, empty if the client is not metered
     */
    public Optional<MeterRegistry> meters() {
        return Optional.ofNullable(meters);
    }

    /**
     * Returns what makes spans and propagates them.
     *
     * @return the telemetry, {@link OpenTelemetry#noop()} unless set
     */
    public OpenTelemetry openTelemetry() {
        return openTelemetry;
    }

    /**
     * Returns what spreads things that would otherwise happen together. Not for secrets.
     *
     * @return numbers from 0 to below 1, on any thread
     */
    public DoubleSupplier random() {
        return random;
    }

    /** Collects a runtime. Not thread-safe. */
    public static final class Builder {
        private final TaskScheduler scheduler;
        private final Executor executor;
        private String clientName = "default";
        private Ticker ticker = Ticker.system();
        private InstantSource clock = InstantSource.system();
        private @Nullable Executor callbackExecutor;
        private @Nullable MeterRegistry meters;
        private OpenTelemetry openTelemetry = OpenTelemetry.noop();
        private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

        private Builder(TaskScheduler scheduler, Executor executor) {
            this.scheduler = scheduler;
            this.executor = executor;
        }

        /**
         * Sets the client's name. Default "default".
         *
         * @param name the name
         * @return this
         */
        public Builder clientName(String name) {
            this.clientName = name;
            return this;
        }

        /**
         * Sets the clock for durations. Default the system's.
         *
         * @param source the ticker
         * @return this
         */
        public Builder ticker(Ticker source) {
            this.ticker = source;
            return this;
        }

        /**
         * Sets the clock for the time of day. Default the system's.
         *
         * @param source the clock
         * @return this
         */
        public Builder clock(InstantSource source) {
            this.clock = source;
            return this;
        }

        /**
         * Sets what users' stages complete on. Default the executor of the client's own work.
         *
         * @param callbacks the executor
         * @return this
         */
        public Builder callbackExecutor(Executor callbacks) {
            this.callbackExecutor = callbacks;
            return this;
        }

        /**
         * Sets where meters are registered. Default nowhere.
         *
         * @param registry the registry, null for none
         * @return this
         */
        public Builder meters(@Nullable MeterRegistry registry) {
            this.meters = registry;
            return this;
        }

        /**
         * Sets what makes spans. Default none.
         *
         * @param telemetry the telemetry
         * @return this
         */
        public Builder openTelemetry(OpenTelemetry telemetry) {
            this.openTelemetry = telemetry;
            return this;
        }

        /**
         * Sets what spreads things that would otherwise happen together. Default a generator of each thread.
         *
         * @param source numbers from 0 to below 1; thread-safe
         * @return this
         */
        public Builder random(DoubleSupplier source) {
            this.random = source;
            return this;
        }

        /**
         * Returns the runtime.
         *
         * @return an immutable value
         */
        public ClientRuntime build() {
            return new ClientRuntime(this);
        }
    }
}
