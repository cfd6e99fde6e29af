package dev.plumbline.grpc;

import dev.plumbline.auth.TlsFiles;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a channel will be made. Immutable.
 *
 * @param target where to
 * @param certificates whom to trust and what to show, null for plaintext
 * @param authority what the server is called in TLS and HTTP/2, null for the target's own
 * @param loadBalancing gRPC's name of the policy
 * @param healthService the service whose health servers are asked for, null to ask nobody
 * @param keepAliveNanos how often a quiet connection is tried, 0 for never
 */
record ChannelPlan(
        Target target,
        @Nullable TlsFiles certificates,
        @Nullable String authority,
        String loadBalancing,
        @Nullable String healthService,
        long keepAliveNanos) {
    private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 5;

    boolean isPlaintext() {
        return certificates == null;
    }

    /**
     * Makes the channel, which connects when it is used.
     *
     * @throws IllegalArgumentException if gRPC does not take the target or the certificates
     */
    @SuppressWarnings("deprecation") // There is no other way to resolve names for one channel only.
    ManagedChannel open(Executor executor) {
        ManagedChannelBuilder<?> builder = Grpc.newChannelBuilder(
                        target.forGrpc(), TlsOptions.credentials(certificates))
                .executor(executor)
                .userAgent(ProductVersion.userAgent());
        target.names(authority != null).ifPresent(builder::nameResolverFactory);
        if (!target.isMesh()) {
            // Retries are the client's: a service config in DNS would add a second layer. For xDS the control plane
            // balances, and its config comes the same way, so there it is kept. gRPC's own transparent retries, of
            // calls that no server saw, stay on.
            builder.disableServiceConfigLookUp().defaultLoadBalancingPolicy(loadBalancing);
        }
        if (healthService != null) {
            builder.defaultServiceConfig(Map.of(
                    "healthCheckConfig", Map.of("serviceName", healthService),
                    "loadBalancingConfig", List.of(Map.of(loadBalancing, Map.of()))));
        }
        if (authority != null) {
            builder.overrideAuthority(authority);
        }
        if (keepAliveNanos > 0) {
            builder.keepAliveTime(keepAliveNanos, TimeUnit.NANOSECONDS)
                    .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
        return builder.build();
    }
}
