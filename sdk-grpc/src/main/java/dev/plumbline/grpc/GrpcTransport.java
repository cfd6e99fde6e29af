package dev.plumbline.grpc;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.ViewBinding;
import io.grpc.ManagedChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows from a feature service over gRPC.
 *
 * <p>The channel is made once, when a client starts the transport, and connects when it is first used; the client may
 * wait for that with its warm-up. Calls carry the attempt's deadline and headers, fail at once while there is no
 * connection, and are not part of any gRPC call that the caller is serving. Retries, hedges and breakers are the
 * client's. After five timeouts in a row without any answer the connection is made anew.
 *
 * <p>Replies are decoded on the client's executor, straight into rows. Thread-safe.
 */
public final class GrpcTransport implements FeatureTransport {
    private final TransportSettings settings;
    private final Failures failures;
    private volatile Spoken spoken;
    private final Map<ViewBinding, Contract.Codec> codecs = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private volatile @Nullable OpenChannel open;
    private volatile boolean closed;

    GrpcTransport(TransportSettings settings) {
        this.settings = settings;
        this.spoken = Spoken.to(settings, settings.servicePath());
        this.failures = new Failures(
                settings.target(),
                settings.fullMethod(),
                settings.maxMessageBytes(),
                settings.plan() != null && settings.plan().isPlaintext());
    }

    /**
     * Returns a transport to a {@code feature_store.FeatureStore} service, plaintext, with default options.
     *
     * @param target gRPC's name of it, such as {@code dns:///features:8980}
     * @return a transport
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransport onlineFeatures(String target) {
        return onlineFeaturesBuilder(target).build();
    }

    /**
     * Starts a transport to a {@code feature_store.FeatureStore} service. Its views have one join key and features of any
     * type but bytes. The service does not tell an unknown entity from one that it could not read.
     *
     * @param target gRPC's name of it, such as {@code dns:///features:8980}
     * @return a builder
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransportBuilder onlineFeaturesBuilder(String target) {
        return new GrpcTransportBuilder(new OnlineFeatures(), target, null);
    }

    /**
     * Starts a transport to a {@code feature_store.FeatureStore} service on a channel that the caller made, keeps and
     * closes. Closing the transport ends its calls only. Options of the channel, such as TLS, are the caller's; recovery
     * makes the channel connect anew.
     *
     * @param channel the channel
     * @return a builder
     */
    public static GrpcTransportBuilder onlineFeaturesBuilder(ManagedChannel channel) {
        return new GrpcTransportBuilder(new OnlineFeatures(), "channel " + channel.authority(), channel);
    }

    /**
     * Returns a transport to a data access layer, {@code com.mycorp.dal.FeatureService}, plaintext, with default options.
     *
     * @param target gRPC's name of it, such as {@code dns:///features:50051}
     * @return a transport
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransport dataAccess(String target) {
        return dataAccessBuilder(target).build();
    }

    /**
     * Starts a transport to a data access layer, {@code com.mycorp.dal.FeatureService}. Its views have one join key and
     * features of BOOL, INT32, INT64, FLOAT32 or FLOAT64; its values are floats, so that integers are exact up to 2^24 and
     * an error beyond, and a bool is 0 or 1. A call carries one entity.
     *
     * <p>The service says for certain that its database does not know an entity. That may be a replica, which is behind
     * its primary: one that was written a moment ago may be unknown to it. The contract has no version of a row; a service
     * that tells it in the trailer {@code plumbline-data-version} can be asked for a minimum version.
     *
     * @param target gRPC's name of it, such as {@code dns:///features:50051}
     * @return a builder
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransportBuilder dataAccessBuilder(String target) {
        return new GrpcTransportBuilder(new DataAccess(), target, null);
    }

    /**
     * Starts a transport to a data access layer, {@code com.mycorp.dal.FeatureService}, on a channel that the caller made,
     * keeps and closes, as {@link #onlineFeaturesBuilder(ManagedChannel)} does.
     *
     * @param channel the channel
     * @return a builder
     */
    public static GrpcTransportBuilder dataAccessBuilder(ManagedChannel channel) {
        return new GrpcTransportBuilder(new DataAccess(), "channel " + channel.authority(), channel);
    }

    /**
     * Returns a transport to a {@code feature_store.v1.FeatureStoreService}, plaintext, with default options.
     *
     * @param target gRPC's name of it, such as {@code dns:///graph:50051}
     * @return a transport
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransport graphFeatures(String target) {
        return graphFeaturesBuilder(target).build();
    }

    /**
     * Starts a transport to a {@code feature_store.v1.FeatureStoreService}. Its views have one join key and features of any
     * type but bytes; integers are exact up to 2^53 and an error beyond. A call carries one entity, messages are up to 50
     * MiB by default. An entity that the service does not know is a row in which nothing is found; one that it answers with
     * defaults, for want of edges, is a row of {@link dev.plumbline.feature.Freshness#FALLBACK}.
     *
     * @param target gRPC's name of it, such as {@code dns:///graph:50051}
     * @return a builder
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransportBuilder graphFeaturesBuilder(String target) {
        return new GrpcTransportBuilder(new GraphFeatures(), target, null);
    }

    /**
     * Starts a transport to a {@code feature_store.v1.FeatureStoreService} on a channel that the caller made, keeps and
     * closes, as {@link #onlineFeaturesBuilder(ManagedChannel)} does.
     *
     * @param channel the channel
     * @return a builder
     */
    public static GrpcTransportBuilder graphFeaturesBuilder(ManagedChannel channel) {
        return new GrpcTransportBuilder(new GraphFeatures(), "channel " + channel.authority(), channel);
    }

    /**
     * Returns a transport to a {@code plumbline.v1.FeatureService}, plaintext, with default options.
     *
     * @param target gRPC's name of it, such as {@code dns:///features:8980}
     * @return a transport
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransport nativeFeatures(String target) {
        return nativeFeaturesBuilder(target).build();
    }

    /**
     * Starts a transport to a {@code plumbline.v1.FeatureService}, the SDK's own contract. It carries any view: any
     * number of join keys, features of any type, event times and data versions. Rows fail one by one.
     *
     * @param target gRPC's name of it, such as {@code dns:///features:8980}
     * @return a builder
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransportBuilder nativeFeaturesBuilder(String target) {
        return new GrpcTransportBuilder(new NativeFeatures(), target, null);
    }

    /**
     * Starts a transport to a {@code plumbline.v1.FeatureService} on a channel that the caller made, keeps and closes, as
     * {@link #onlineFeaturesBuilder(ManagedChannel)} says.
     *
     * @param channel the channel
     * @return a builder
     */
    public static GrpcTransportBuilder nativeFeaturesBuilder(ManagedChannel channel) {
        return new GrpcTransportBuilder(new NativeFeatures(), "channel " + channel.authority(), channel);
    }

    /**
     * Returns a transport to a Feast feature server, plaintext, with default options.
     *
     * @param target gRPC's name of it, such as {@code dns:///feast:6566}
     * @return a transport
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransport feast(String target) {
        return feastBuilder(target).build();
    }

    /**
     * Starts a transport to a Feast feature server with Feast's own options at their defaults.
     *
     * @param target gRPC's name of it, such as {@code dns:///feast:6566}
     * @return a builder
     * @throws IllegalArgumentException if the target is blank
     * @see #feastBuilder(String, FeastOptions)
     */
    public static GrpcTransportBuilder feastBuilder(String target) {
        return feastBuilder(target, FeastOptions.ofDefaults());
    }

    /**
     * Starts a transport to a Feast feature server: the one in Java or Go, whose service is
     * {@code feast.serving.ServingService}, or the one in Python, whose service is {@code GrpcFeatureServer}; which of
     * them it is the first fetch finds out. Views may have any join keys and types. A view's name is that of Feast's
     * feature view, unless the server's name of a feature is bound as {@code view:feature}. Messages may be 16 MiB,
     * since replies repeat the time of every value: 1000 entities of 200 features are 5 MB.
     *
     * @param target gRPC's name of it, such as {@code dns:///feast:6566}
     * @param options how the server is to be asked
     * @return a builder
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcTransportBuilder feastBuilder(String target, FeastOptions options) {
        return new GrpcTransportBuilder(new FeastFeatures(options), target, null);
    }

    /**
     * Starts a transport to a Feast feature server on a channel that the caller made, keeps and closes, as
     * {@link #onlineFeaturesBuilder(ManagedChannel)} does.
     *
     * @param channel the channel
     * @param options how the server is to be asked
     * @return a builder
     */
    public static GrpcTransportBuilder feastBuilder(ManagedChannel channel, FeastOptions options) {
        return new GrpcTransportBuilder(new FeastFeatures(options), "channel " + channel.authority(), channel);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String operation() {
        return spoken().method();
    }

    @Override
    public Map<String, String> attributes() {
        return spoken().attributes();
    }

    @Override
    public int maxEntities() {
        return settings.maxEntities();
    }

    @Override
    public boolean isNotFoundCertain() {
        return settings.contract().isNotFoundCertain();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if gRPC does not take the target or the certificates
     */
    @Override
    public void start(ClientRuntime runtime) {
        synchronized (lock) {
            if (open == null && !closed) {
                open = new OpenChannel(settings, failures, runtime);
            }
        }
    }

    @Override
    public void bind(ViewBinding binding) {
        codecs.computeIfAbsent(binding, settings.contract()::bind);
    }

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        OpenChannel channel = open;
        if (channel == null || closed) {
            return CompletableFuture.failedFuture(closed ? failures.closed() : failures.notStarted());
        }
        Contract.Codec codec = codecs.get(request.binding());
        if (codec == null) {
            return CompletableFuture.failedFuture(
                    failures.refused("view '" + request.binding() + "' is not bound to the transport", null));
        }
        int count = request.keys().size();
        if (count > settings.maxEntities()) {
            return CompletableFuture.failedFuture(failures.refused(
                    count + " entities in one fetch, more than maxEntities, " + settings.maxEntities(), null));
        }
        Contract.Exchange exchange;
        try {
            exchange = codec.exchange(request.keys());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(failures.refused(String.valueOf(e.getMessage()), e));
        }
        return channel.fetch(exchange, context);
    }

    @Override
    public CompletableFuture<Void> warmUp() {
        OpenChannel channel = open;
        if (channel == null) {
            return CompletableFuture.failedFuture(closed ? failures.closed() : failures.notStarted());
        }
        return channel.warmUp();
    }

    @Override
    public void recover() {
        OpenChannel channel = open;
        if (channel != null) {
            channel.recover();
        }
    }

    @Override
    public void close() {
        OpenChannel channel;
        synchronized (lock) {
            channel = closed ? null : open;
            closed = true;
        }
        if (channel != null) {
            channel.close();
        }
    }

    private Spoken spoken() {
        Spoken last = spoken;
        String path = settings.contract().foundServicePath().orElse(settings.servicePath());
        if (!last.path().equals(path)) {
            last = Spoken.to(settings, path);
            spoken = last;
        }
        return last;
    }

    /** What telemetry calls the method, by the name under which the target has the service. */
    private record Spoken(String path, String method, Map<String, String> attributes) {
        static Spoken to(TransportSettings settings, String path) {
            String method = settings.fullMethod(path);
            return new Spoken(path, method, settings.attributes(method));
        }
    }

    /** Returns how many values came so far that no view names. */
    long skippedFeatures() {
        return codecs.values().stream()
                .mapToLong(Contract.Codec::skippedFeatures)
                .sum();
    }

    /** Returns the contract and the target. */
    @Override
    public String toString() {
        return settings.contract().name() + " at " + settings.target();
    }
}
