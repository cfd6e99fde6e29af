package dev.plumbline.http;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import java.time.Instant;
import java.time.InstantSource;

/** A runtime on threads of its own, in which it is always the same time of day. */
final class TestRuntime implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ClientThreads threads = ClientThreads.create("test");
    final ClientRuntime runtime = ClientRuntime.builder(threads.scheduler(), threads.work())
            .clock(InstantSource.fixed(NOW))
            .build();

    HttpTransport start(HttpTransportBuilder builder) {
        HttpTransport transport = builder.build();
        transport.start(runtime);
        return transport;
    }

    @Override
    public void close() {
        threads.close();
    }
}
