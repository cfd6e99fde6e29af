package dev.plumbline.transport;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Reads rows from one target: a feature service over one contract.
 *
 * <p>For callers: hand it to {@code FeatureClient.builder}; the client starts and closes it. For implementers:
 * thread-safe; no method but {@link #close()} may block, and a target that is down is no reason to refuse a start.
 */
public interface FeatureTransport extends AutoCloseable {
    /**
     * Returns a short name of the target for meters, spans and messages.
     *
     * @return the name, one of few: no host names, no keys
     */
    String name();

    /**
     * Returns what the span of one fetch is called.
     *
     * @return the remote method, such as {@code package.Service/Method}; by default the transport's name
     */
    default String operation() {
        return name();
    }

    /**
     * Returns what the span of a fetch says of the target, by OpenTelemetry's conventions.
     *
     * @return attributes by name, the same for every fetch; by default none
     */
    default Map<String, String> attributes() {
        return Map.of();
    }

    /**
     * Returns how many entities one fetch may carry.
     *
     * @return 1 or more; the client splits larger batches
     */
    int maxEntities();

    /**
     * Tells whether a row without any cell means for certain that there is no such entity, so that it may be remembered.
     *
     * @return true unless the contract cannot tell an unknown entity from a failed look-up
     */
    default boolean isNotFoundCertain() {
        return true;
    }

    /**
     * Gives the transport what it runs on and begins to connect, lazily if it likes. Called before all else; a second
     * call, from another client that shares the transport, changes nothing.
     *
     * @param runtime the client's runtime
     */
    void start(ClientRuntime runtime);

    /**
     * Prepares to fetch a view.
     *
     * @param binding the view and its names on the server
     * @throws IllegalArgumentException if the contract cannot carry the view: its keys or a type; the message names the
     *     culprit and what would do
     */
    void bind(ViewBinding binding);

    /**
     * Fetches rows.
     *
     * <p>Returns at once and never throws: what goes wrong completes the future with a {@link TransportException}. The
     * rows are exactly one for each key in the request's order, whatever the server sent: an entity that it left out is
     * {@link FeatureRow#notFound}, one that failed alone is {@link FeatureRow#failed}. The future completes exactly once
     * on a thread that the transport owns, at the latest at the context's deadline. Cancelling it cancels the call on the
     * wire.
     *
     * @param request the bound view and 1 to {@link #maxEntities()} distinct keys
     * @param context deadline and headers
     * @return the rows
     */
    CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context);

    /**
     * Connects ahead of the first fetch.
     *
     * @return completes when a fetch can leave at once, or with a {@link TransportException} when it is known that none
     *     can; cancelling it changes nothing
     */
    CompletableFuture<Void> warmUp();

    /** Drops what may be wedged, connections and waiting times, so that the next fetch starts afresh. */
    void recover();

    /** Ends the transport and all fetches under way. Does nothing the second time. */
    @Override
    void close();

    /**
     * Returns a transport that several clients may use: their closing it does nothing. It runs on the ticker, the clock
     * and the telemetry of the first of them, and on threads of its own.
     *
     * @param transport the transport, which its owner closes
     * @return the same transport, less its end
     */
    static FeatureTransport shared(FeatureTransport transport) {
        return new SharedTransport(transport);
    }
}
