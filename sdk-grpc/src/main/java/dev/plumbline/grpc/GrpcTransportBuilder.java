package dev.plumbline.grpc;

import dev.plumbline.auth.Credentials;
import dev.plumbline.auth.TlsFiles;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects a {@link GrpcTransport}. Options of the channel, which are plaintext, TLS, authority, load balancing and keep
 * alive, do not go with a channel that was given. Not thread-safe.
 */
public final class GrpcTransportBuilder {
    private static final int MIN_MESSAGE_BYTES = 1024;
    private static final int MAX_MESSAGE_BYTES = 1 << 30;
    private static final Duration MIN_KEEP_ALIVE = Duration.ofSeconds(10);
    private static final Duration MIN_RESOLVE = Duration.ofSeconds(1);
    private static final Duration MAX_RESOLVE = Duration.ofDays(1);
    private static final String ROUND_ROBIN = "round_robin";
    private static final String HEALTH_CHECKS = "io.grpc.protobuf.services.HealthCheckingLoadBalancerUtil";

    private Contract contract;
    private final String target;
    private final @Nullable ManagedChannel given;
    private final TlsOptions tls = new TlsOptions();
    private final List<ClientInterceptor> interceptors = new ArrayList<>();
    private final List<String> channelOptions = new ArrayList<>();
    private String name;
    private String servicePath;
    private @Nullable String authority;
    private @Nullable AddressResolver addressResolver;
    private @Nullable String healthService;
    private long resolveNanos;
    private String loadBalancing = ROUND_ROBIN;
    private long keepAliveNanos;
    private int maxMessageBytes;
    private int maxEntities;
    private @Nullable Credentials credentials;

    GrpcTransportBuilder(Contract contract, String target, @Nullable ManagedChannel given) {
        this.contract = contract;
        this.target = requireText("the target", target);
        this.given = given;
        this.name = contract.name();
        this.servicePath = contract.servicePath();
        this.maxMessageBytes = contract.maxMessageBytes();
        this.maxEntities = contract.maxEntities();
    }

    /**
     * Sets what meters, spans and messages call the target. Default the contract's name.
     *
     * @param targetName one of few names: no host, no key
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    public GrpcTransportBuilder name(String targetName) {
        this.name = requireText("the name", targetName);
        return this;
    }

    /**
     * Talks without encryption, which is the default.
     *
     * @return this
     */
    public GrpcTransportBuilder plaintext() {
        channelOptions.add("plaintext");
        tls.off();
        return this;
    }

    /**
     * Talks over TLS and trusts whom the JVM trusts.
     *
     * @return this
     */
    public GrpcTransportBuilder tls() {
        channelOptions.add("tls");
        tls.on();
        return this;
    }

    /**
     * Talks over TLS and trusts these certificates instead of those that the JVM trusts.
     *
     * @param pemFile a file of certificates in PEM form
     * @return this
     */
    public GrpcTransportBuilder trustedCertificates(Path pemFile) {
        channelOptions.add("trustedCertificates");
        tls.trust(pemFile);
        return this;
    }

    /**
     * Talks over TLS and trusts these certificates instead of those that the JVM trusts.
     *
     * @param pem certificates in PEM form
     * @return this
     */
    public GrpcTransportBuilder trustedCertificates(String pem) {
        channelOptions.add("trustedCertificates");
        tls.trust(pem);
        return this;
    }

    /**
     * Talks over TLS and shows the server who is calling. Default nobody.
     *
     * @param chainPemFile the caller's certificate chain in PEM form
     * @param keyPemFile its private key, PKCS 8 in PEM form without a password
     * @return this
     */
    public GrpcTransportBuilder clientCertificate(Path chainPemFile, Path keyPemFile) {
        channelOptions.add("clientCertificate");
        tls.present(chainPemFile, keyPemFile);
        return this;
    }

    /**
     * Sets how often the files of certificates and of the key are looked at. Connections made after a change use the new
     * ones; new files that are broken change nothing. Default 10 s.
     *
     * @param interval 100 ms to 1 day, or zero for never again
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public GrpcTransportBuilder reloadCertificates(Duration interval) {
        channelOptions.add("reloadCertificates");
        tls.reloadEvery(interval);
        return this;
    }

    /**
     * Sets what the server is called in its certificate and in the {@code :authority} header. Default the target's host.
     *
     * @param hostName the name
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    public GrpcTransportBuilder authority(String hostName) {
        channelOptions.add("authority");
        this.authority = requireText("the authority", hostName);
        return this;
    }

    /**
     * Sets how calls are spread over the target's addresses. Default {@code round_robin}. For {@code xds:} targets the
     * control plane decides.
     *
     * @param policy gRPC's name of the policy, such as {@code pick_first}
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    public GrpcTransportBuilder loadBalancing(String policy) {
        channelOptions.add("loadBalancing");
        this.loadBalancing = requireText("the load balancing policy", policy);
        return this;
    }

    /**
     * Has something other than gRPC say where the service is: Consul, etcd, a file. The target is the service's bare name
     * then. It goes with this channel only.
     *
     * @param resolver says where the service is
     * @return this
     */
    public GrpcTransportBuilder addressResolver(AddressResolver resolver) {
        channelOptions.add("addressResolver");
        this.addressResolver = Objects.requireNonNull(resolver, "resolver");
        return this;
    }

    /**
     * Looks the target's name up in DNS again and again, so that new servers get calls while the old ones are well.
     * Default when a connection fails only. Not for names that DNS answers with some of many addresses, others each time:
     * connections would come and go. The JVM remembers answers for 30 s by itself ({@code networkaddress.cache.ttl}).
     *
     * @param interval 1 s to 1 day
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public GrpcTransportBuilder resolveEvery(Duration interval) {
        if (interval.compareTo(MIN_RESOLVE) < 0 || interval.compareTo(MAX_RESOLVE) > 0) {
            throw new IllegalArgumentException("resolveEvery is 1 s to 1 day, not " + interval);
        }
        channelOptions.add("resolveEvery");
        this.resolveNanos = interval.toNanos();
        return this;
    }

    /**
     * Asks each server for its health, by gRPC's health service, and calls only those that serve. A server without that
     * service counts as healthy. No credentials are shown. Needs {@code io.grpc:grpc-services} on the class path, which brings generated classes and
     * so a version of protobuf. Default nobody is asked.
     *
     * @param serviceName whose health is asked for; empty for the server's as a whole
     * @return this
     */
    public GrpcTransportBuilder healthCheck(String serviceName) {
        channelOptions.add("healthCheck");
        this.healthService = Objects.requireNonNull(serviceName, "serviceName");
        return this;
    }

    /**
     * Tries connections on which nothing was heard for a while, and drops those that do not answer in 5 s. Default never:
     * a server that does not allow it, and few do more often than every 5 minutes, closes the connection.
     *
     * @param quiet how long nothing was heard, 10 s or more
     * @return this
     * @throws IllegalArgumentException if it is shorter
     */
    public GrpcTransportBuilder keepAlive(Duration quiet) {
        if (quiet.compareTo(MIN_KEEP_ALIVE) < 0) {
            throw new IllegalArgumentException("keepAlive is " + MIN_KEEP_ALIVE + " or more, not " + quiet);
        }
        channelOptions.add("keepAlive");
        this.keepAliveNanos = quiet.toNanos();
        return this;
    }

    /**
     * Sets the service's full name, where a deployment has its own. Default the contract's; of a contract whose servers
     * have different names, the one that the server has, found by trying, which this option switches off.
     *
     * @param path package and service, such as {@code feature_store.FeatureStore}
     * @return this
     * @throws IllegalArgumentException if it is blank or holds a slash
     */
    public GrpcTransportBuilder servicePath(String path) {
        if (path.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "the service path is package.Service without the method, not '" + path + "'");
        }
        this.servicePath = requireText("the service path", path);
        this.contract = contract.ofGivenService();
        return this;
    }

    /**
     * Sets how large a request or a reply may be. Default 4 MiB; 50 MiB for graph features,
     * 16 MiB for Feast.
     *
     * @param bytes 1 KiB to 1 GiB
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public GrpcTransportBuilder maxMessageBytes(int bytes) {
        this.maxMessageBytes = requireRange("maxMessageBytes", bytes, MIN_MESSAGE_BYTES, MAX_MESSAGE_BYTES);
        return this;
    }

    /**
     * Sets how many entities one call may carry; clients split larger batches. Default 1000; 1, and nothing else, on
     * contracts whose requests name one entity, which are data access and graph features.
     *
     * @param count 1 to 100,000
     * @return this
     * @throws IllegalArgumentException if it is outside that range, or the contract carries fewer
     */
    public GrpcTransportBuilder maxEntities(int count) {
        int most = contract.mostEntities();
        if (most == 1 && count > 1) {
            throw new IllegalArgumentException("maxEntities is 1, not " + count + ": a call of " + contract.name()
                    + " carries one entity; clients read the entities of a batch side by side, bounded by"
                    + " max-concurrent-fetches");
        }
        this.maxEntities = requireRange("maxEntities", count, 1, most);
        return this;
    }

    /**
     * Adds an interceptor, inside of those added before. Default none.
     *
     * @param interceptor the interceptor
     * @return this
     */
    public GrpcTransportBuilder intercept(ClientInterceptor interceptor) {
        interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
        return this;
    }

    /**
     * Shows the server with each call who is calling. A call waits for a token within its deadline. Default nobody.
     *
     * <p>Credentials travel over TLS, and without it to this machine only, unless they say {@link
     * Credentials#allowPlaintext}. On a channel that was given, that is told when a call leaves.
     *
     * @param caller the credentials, which are started and closed with the transport
     * @return this
     */
    public GrpcTransportBuilder credentials(Credentials caller) {
        this.credentials = Objects.requireNonNull(caller, "caller");
        return this;
    }

    /**
     * Returns the transport. It connects when it is started and used.
     *
     * @return a transport, which the client that it is given to closes
     * @throws IllegalArgumentException if a file of certificates or keys cannot be read, or nothing resolves the target
     * @throws IllegalStateException if a channel was given and an option of the channel is set, or options do not go
     *     together, or credentials would go
     *     to another machine without encryption
     */
    public GrpcTransport build() {
        return new GrpcTransport(settings());
    }

    TransportSettings settings() {
        if (given != null && !channelOptions.isEmpty()) {
            throw new IllegalStateException("the channel was given, so set " + channelOptions + " on it");
        }
        ChannelPlan plan = given != null ? null : plan();
        requireProtected(plan);
        return new TransportSettings(
                contract,
                name,
                target,
                given,
                plan,
                servicePath,
                maxMessageBytes,
                maxEntities,
                List.copyOf(interceptors),
                credentials);
    }

    private ChannelPlan plan() {
        Target where = Target.of(target, addressResolver, resolveNanos);
        if (resolveNanos > 0 && !where.isDns()) {
            throw new IllegalStateException("resolveEvery is for names in DNS, and target '" + target + "' is none");
        }
        if (healthService != null) {
            requireHealthChecks(where);
        }
        TlsFiles certificates = tls.read();
        if (certificates != null && authority == null && !where.hasAuthority()) {
            throw new IllegalStateException("service '" + target + "' is no host name, so TLS does not know what its"
                    + " servers are called: set authority");
        }
        return new ChannelPlan(where, certificates, authority, loadBalancing, healthService, keepAliveNanos);
    }

    private void requireHealthChecks(Target where) {
        if (where.isMesh()) {
            throw new IllegalStateException("healthCheck does not go with an xds: target: its control plane decides");
        }
        if (!loadBalancing.equals(ROUND_ROBIN)) {
            throw new IllegalStateException(
                    "healthCheck goes with loadBalancing round_robin only, not with " + loadBalancing);
        }
        try {
            Class.forName(HEALTH_CHECKS, false, GrpcTransportBuilder.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("healthCheck needs io.grpc:grpc-services on the class path: add it", e);
        }
    }

    private void requireProtected(@Nullable ChannelPlan plan) {
        if (credentials != null
                && !credentials.isPlaintextAllowed()
                && plan != null
                && plan.isPlaintext()
                && !plan.target().isLocal()) {
            throw new IllegalStateException("credentials would go to target '" + target
                    + "' without encryption: use tls, or say allowPlaintext on the credentials if something else"
                    + " protects the connection");
        }
    }

    private static String requireText(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        return text;
    }

    private static int requireRange(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is " + min + " to " + max + ", not " + value);
        }
        return value;
    }
}
