package dev.plumbline.grpc;

import dev.plumbline.auth.Credentials;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a transport was built with. Immutable.
 *
 * @param contract the kind of service
 * @param name what meters call the target
 * @param target where it is, for messages
 * @param given the user's channel, null to make one
 * @param plan how to make one, null if it was given
 * @param servicePath the service's full name
 * @param maxMessageBytes the largest message, either way
 * @param maxEntities the largest fetch
 * @param interceptors the user's, outermost first
 * @param credentials what each call shows, null for nothing
 */
record TransportSettings(
        Contract contract,
        String name,
        String target,
        @Nullable ManagedChannel given,
        @Nullable ChannelPlan plan,
        String servicePath,
        int maxMessageBytes,
        int maxEntities,
        List<ClientInterceptor> interceptors,
        @Nullable Credentials credentials) {
    /** The last part of a target that names a host and a port: {@code dns:///host:port}, {@code host:port}. */
    static final Pattern HOST_AND_PORT = Pattern.compile("(?:.*/)?(\\[[^]]+]|[^:/\\[\\]]+):([0-9]{1,5})");

    String fullMethod() {
        return fullMethod(servicePath);
    }

    String fullMethod(String path) {
        return path + "/" + contract.method();
    }

    /** What spans say of a call, by OpenTelemetry's conventions for RPC. */
    Map<String, String> attributes(String method) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put("rpc.system.name", "grpc");
        attributes.put("rpc.method", method);
        Matcher matcher = HOST_AND_PORT.matcher(target);
        if (matcher.matches()) {
            attributes.put("server.address", matcher.group(1));
            attributes.put("server.port", matcher.group(2));
        }
        return Map.copyOf(attributes);
    }
}
