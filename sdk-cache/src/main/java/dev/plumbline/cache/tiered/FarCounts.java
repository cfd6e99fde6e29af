package dev.plumbline.cache.tiered;

import dev.plumbline.cache.FarTier.FillOutcome;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;

/** What the far tier has done and met. Thread-safe. */
final class FarCounts {
    /** Operations, as dashboards of caches name them. */
    enum Operation {
        GET,
        SET,
        DELETE
    }

    /** Kinds of errors, as dashboards of caches name them. */
    enum ErrorKind {
        CONNECTION_ERROR,
        SERIALIZATION_ERROR,
        DESERIALIZATION_ERROR,
        MEMCACHE_ERROR
    }

    final LongAdder leasesWon = new LongAdder();
    final LongAdder leasesLost = new LongAdder();
    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    private final Tally<ErrorKind> gets = new Tally<>(ErrorKind.class);
    private final Tally<ErrorKind> sets = new Tally<>(ErrorKind.class);
    private final Tally<ErrorKind> deletes = new Tally<>(ErrorKind.class);
    private final Tally<FillOutcome> fills = new Tally<>(FillOutcome.class);
    private final Rejections rejections = new Rejections();

    Rejections rejections() {
        return rejections;
    }

    LongAdder errors(Operation operation, ErrorKind kind) {
        return (switch (operation) {
                    case GET -> gets;
                    case SET -> sets;
                    case DELETE -> deletes;
                })
                .of(kind);
    }

    LongAdder fills(FillOutcome outcome) {
        return fills.of(outcome);
    }

    void failed(Operation operation, Throwable failure) {
        errors(operation, kind(failure)).increment();
    }

    /** Returns why a node did not do it, {@link NodeException.Reason#UNREACHABLE} for what no node throws. */
    static NodeException.Reason reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof NodeException node ? node.reason() : NodeException.Reason.UNREACHABLE;
    }

    private static ErrorKind kind(Throwable failure) {
        return switch (reason(failure)) {
            case UNREACHABLE, CIRCUIT_OPEN, TIMEOUT, BUSY, CLOSED -> ErrorKind.CONNECTION_ERROR;
            case PROTOCOL, SERVER -> ErrorKind.MEMCACHE_ERROR;
        };
    }
}
