package dev.plumbline.grpc;

import dev.plumbline.auth.Loopback;
import dev.plumbline.auth.TlsFiles;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * How a channel will be made. Immutable.
 *
 * @param target where to
 * @param certificates whom to trust and what to show, null for plaintext
 * @param authority what the server is called in TLS and HTTP/2, null for the target's own
 * @param loadBalancing gRPC's name of the policy
 * @param keepAliveNanos how often a quiet connection is tried, 0 for never
 */
record ChannelPlan(
        String target,
        @Nullable TlsFiles certificates,
        @Nullable String authority,
        String loadBalancing,
        long keepAliveNanos) {
    private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 5;

    boolean isPlaintext() {
        return certificates == null;
    }

    /** Tells whether the target names nothing but this machine. */
    boolean isLocal() {
        if (target.startsWith("unix:")) {
            return true;
        }
        Matcher matcher = TransportSettings.HOST_AND_PORT.matcher(target);
        return !target.startsWith("xds:") && matcher.matches() && Loopback.isLoopback(matcher.group(1));
    }

    /**
     * Makes the channel, which connects when it is used.
     *
     * @throws IllegalArgumentException if gRPC does not take the target or the certificates
     */
    ManagedChannel open(Executor executor) {
        ManagedChannelBuilder<?> builder = Grpc.newChannelBuilder(target, TlsOptions.credentials(certificates))
                .executor(executor)
                .userAgent(ProductVersion.userAgent());
        if (!target.startsWith("xds:")) {
            // Retries are the client's: a service config in DNS would add a second layer. For xDS the control plane
            // balances, and its config comes the same way, so there it is kept. gRPC's own transparent retries, of
            // calls that no server saw, stay on.
            builder.disableServiceConfigLookUp().defaultLoadBalancingPolicy(loadBalancing);
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
