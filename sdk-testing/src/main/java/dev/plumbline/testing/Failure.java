package dev.plumbline.testing;

import dev.plumbline.transport.TransportException;

/** What the store's failures look like. */
final class Failure {
    private Failure() {}

    static TransportException of(TransportException.Kind kind) {
        return of(kind, "the fault plan of the store in memory says so");
    }

    static TransportException of(TransportException.Kind kind, String detail) {
        return new TransportException(kind, kind.name(), InMemoryTransport.NAME + ": " + detail, null);
    }
}
