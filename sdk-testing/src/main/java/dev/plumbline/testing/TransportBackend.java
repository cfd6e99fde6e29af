package dev.plumbline.testing;

import dev.plumbline.transport.FeatureTransport;
import java.util.Optional;

/**
 * A transport and the server that it speaks to, for {@link TransportContract}. Immutable.
 */
public final class TransportBackend {
    private final FeatureTransport transport;
    private final Optional<AutoCloseable> server;

    private TransportBackend(FeatureTransport transport, Optional<AutoCloseable> server) {
        this.transport = transport;
        this.server = server;
    }

    /**
     * Returns a transport with its server.
     *
     * @param transport the transport, not started; the contract starts and closes it
     * @param server the server, started; closing it ends it at once and the calls under way with it, as a crash would
     * @return the two
     */
    public static TransportBackend of(FeatureTransport transport, AutoCloseable server) {
        return new TransportBackend(transport, Optional.of(server));
    }

    /**
     * Returns a transport that has no server which could end.
     *
     * @param transport the transport, not started
     * @return the transport alone
     */
    public static TransportBackend of(FeatureTransport transport) {
        return new TransportBackend(transport, Optional.empty());
    }

    FeatureTransport transport() {
        return transport;
    }

    Optional<AutoCloseable> server() {
        return server;
    }
}
