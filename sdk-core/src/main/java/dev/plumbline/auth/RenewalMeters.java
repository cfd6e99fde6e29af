package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/** Counts how often something that may change was made anew, and how often that failed. Thread-safe. */
final class RenewalMeters implements AutoCloseable {
    private static final String NAME = "plumbline.client.security.renewals";

    private final @Nullable MeterRegistry registry;
    private final @Nullable Counter done;
    private final @Nullable Counter failed;

    /**
     * Registers the counters.
     *
     * @param what what is renewed, one of few words
     */
    RenewalMeters(ClientRuntime runtime, String what) {
        this.registry = runtime.meters().orElse(null);
        this.done = counter(runtime, what, "success");
        this.failed = counter(runtime, what, "error");
    }

    private @Nullable Counter counter(ClientRuntime runtime, String what, String outcome) {
        return registry == null
                ? null
                : Counter.builder(NAME)
                        .description("tokens and certificates read or fetched anew")
                        .tag("client", runtime.clientName())
                        .tag("what", what)
                        .tag("outcome", outcome)
                        .register(registry);
    }

    void count(boolean success) {
        Counter counter = success ? done : failed;
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void close() {
        if (registry != null && done != null && failed != null) {
            registry.remove(done);
            registry.remove(failed);
        }
    }
}
