package dev.plumbline.http;

import com.fasterxml.jackson.core.JsonFactory;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.http.internal.JsonCodec;
import dev.plumbline.http.internal.JsonFormat;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.ViewBinding;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows from a feature service over HTTP and JSON: HTTP/1.1 to {@code http://}, HTTP/2 where the server has it to
 * {@code https://}.
 *
 * <p>A fetch is one POST. Its whole exchange, the reply to the last octet, ends by the attempt's deadline, which the
 * header {@code plumbline-timeout-ms} tells the server. Redirects are not followed and nothing is sent twice: retries,
 * hedges and breakers are the client's. Over HTTP/2 the connection is made anew after five timeouts in a row without any
 * answer.
 *
 * <p>Replies are decoded on the client's executor, straight into rows. On a JDK before 21 the HTTP client's own thread and
 * its idle connections end when the garbage collector has run after {@link #close()}. Thread-safe.
 */
public final class HttpTransport implements FeatureTransport {
    private final HttpSettings settings;
    private final Failures failures;
    private final JsonFactory json;
    private final Map<String, String> attributes;
    private final Map<ViewBinding, JsonCodec> codecs = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private volatile @Nullable OpenClient open;
    private volatile boolean closed;

    HttpTransport(HttpSettings settings) {
        this.settings = settings;
        this.failures = new Failures(settings);
        this.json = JsonFormat.factory(settings.maxReplyBytes());
        this.attributes = settings.attributes();
    }

    /**
     * Returns a transport to one of Feast's feature servers, by {@code POST /get-online-features}, with default options.
     *
     * @param server where it is, such as {@code http://feast:6566}; a path goes before the contract's
     * @return a transport
     * @throws IllegalArgumentException if the address is none of http or https, or has a user, a query or a fragment
     */
    public static HttpTransport feast(URI server) {
        return feastBuilder(server).build();
    }

    /**
     * Starts a transport to one of Feast's feature servers. Features are asked for as {@code view:feature}, under the
     * view's own name unless a server's name has a colon; the columns of the reply are found by name, in any order.
     * Views may have any type and several join keys. Feast's Python server fails as a whole for a value that is NaN or
     * infinite.
     *
     * @param server where it is, such as {@code http://feast:6566}; a path goes before the contract's
     * @return a builder
     * @throws IllegalArgumentException if the address is none of http or https, or has a user, a query or a fragment
     */
    public static HttpTransportBuilder feastBuilder(URI server) {
        return new HttpTransportBuilder(server, true);
    }

    /**
     * Returns a transport to a service of the plain JSON shape, by {@code POST /features}, with default options.
     *
     * @param server where it is, such as {@code http://features:8080}; a path goes before the contract's
     * @return a transport
     * @throws IllegalArgumentException if the address is none of http or https, or has a user, a query or a fragment
     */
    public static HttpTransport json(URI server) {
        return jsonBuilder(server).build();
    }

    /**
     * Starts a transport to a service of the plain JSON shape, which any web framework can serve:
     *
     * <pre>{@code
     * POST /features
     * {"view": "airport_delays", "features": ["flights", "mean_delay"], "join_keys": ["airport"], "keys": ["DFW", "XXX"]}
     *
     * {"rows": [{"key": "DFW", "values": {"flights": 12, "mean_delay": 8.25},
     *            "event_time": "2026-01-01T00:00:00Z", "version": 7}]}
     * }</pre>
     *
     * <p>Rows come in any order. A key that is left out is not known; a value that is left out is not found. Views may
     * have any type and several join keys. The guide on this transport has the whole shape.
     *
     * @param server where it is, such as {@code http://features:8080}; a path goes before the contract's
     * @return a builder
     * @throws IllegalArgumentException if the address is none of http or https, or has a user, a query or a fragment
     */
    public static HttpTransportBuilder jsonBuilder(URI server) {
        return new HttpTransportBuilder(server, false);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String operation() {
        return settings.operation();
    }

    @Override
    public Map<String, String> attributes() {
        return attributes;
    }

    @Override
    public int maxEntities() {
        return settings.maxEntities();
    }

    @Override
    public void start(ClientRuntime runtime) {
        synchronized (lock) {
            if (open == null && !closed) {
                open = new OpenClient(settings, failures, json, runtime);
            }
        }
    }

    @Override
    public void bind(ViewBinding binding) {
        codecs.computeIfAbsent(binding, bound -> settings.contract().bind(json, bound));
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        OpenClient client = open;
        if (client == null || closed) {
            return CompletableFuture.failedFuture(closed ? failures.closed() : failures.notStarted());
        }
        JsonCodec codec = codecs.get(request.binding());
        if (codec == null) {
            return CompletableFuture.failedFuture(
                    failures.refused("view '" + request.binding() + "' is not bound to the transport", null));
        }
        int count = request.keys().size();
        if (count > settings.maxEntities()) {
            return CompletableFuture.failedFuture(failures.refused(
                    count + " entities in one fetch, more than maxEntities, " + settings.maxEntities(), null));
        }
        JsonCodec.Exchange exchange;
        try {
            exchange = codec.exchange(request.keys());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(failures.broken(e));
        }
        int size = exchange.request().length;
        if (size > settings.maxReplyBytes()) {
            return CompletableFuture.failedFuture(failures.requestTooLarge(size));
        }
        return client.fetch(exchange, context);
    }

    @Override
    public CompletableFuture<Void> warmUp() {
        OpenClient client = open;
        if (client == null) {
            return CompletableFuture.failedFuture(closed ? failures.closed() : failures.notStarted());
        }
        return client.warmUp();
    }

    @Override
    public void recover() {
        OpenClient client = open;
        if (client != null) {
            client.recover();
        }
    }

    @Override
    public void close() {
        OpenClient client;
        synchronized (lock) {
            closed = true;
            client = open;
        }
        if (client != null) {
            client.close();
        }
    }

    /** Returns how many values came so far that no view names. */
    long skippedFeatures() {
        return codecs.values().stream().mapToLong(JsonCodec::skippedFeatures).sum();
    }

    /** Returns the contract and the target. */
    @Override
    public String toString() {
        return settings.contract().name() + " at " + settings.target();
    }
}
