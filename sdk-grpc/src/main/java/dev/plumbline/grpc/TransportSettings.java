package dev.plumbline.grpc;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import java.util.List;
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
        List<ClientInterceptor> interceptors) {}
