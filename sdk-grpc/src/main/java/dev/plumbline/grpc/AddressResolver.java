package dev.plumbline.grpc;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Tells where a service's servers are: Consul, etcd, a file, a registry of one's own.
 *
 * <p>For callers: give it to {@link GrpcTransportBuilder#addressResolver}. It serves that channel only; nothing is registered
 * globally. For implementers: thread-safe.
 */
@FunctionalInterface
public interface AddressResolver {
    /**
     * Begins to tell where a service is, and tells each change until the watch is closed. Called on a thread that may
     * block a little; what it throws counts as a failure to find out, and it is called again after a while.
     *
     * @param service the service's name, which is the transport's target
     * @param listener who wants to know
     * @return the watch
     */
    Watch watch(String service, Listener listener);

    /** Hears where a service is. Thread-safe; its methods return at once. */
    interface Listener {
        /**
         * Says where the service is, all of it.
         *
         * @param addresses the servers; hosts that are names are looked up. None counts as a failure to find out: connections
         *     that there are stay in use
         */
        void addresses(List<InetSocketAddress> addresses);

        /**
         * Says that it cannot be told now where the service is. What was told before stays in use.
         *
         * @param reason why, for messages; no secrets
         */
        void failed(String reason);
    }

    /** A watch that was begun. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        /** Hears that connections fail, so that news is welcome. By default does nothing. */
        default void refresh() {}

        /** Ends the watch. It may block a little. */
        @Override
        void close();
    }
}
