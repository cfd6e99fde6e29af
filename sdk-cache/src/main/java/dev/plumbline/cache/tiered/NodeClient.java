package dev.plumbline.cache.tiered;

import com.google.code.yanf4j.config.Configuration;
import com.google.code.yanf4j.core.SocketOption;
import com.google.code.yanf4j.core.impl.StandardSocketOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import net.rubyeye.xmemcached.CommandFactory;
import net.rubyeye.xmemcached.MemcachedSessionComparator;
import net.rubyeye.xmemcached.MemcachedSessionLocator;
import net.rubyeye.xmemcached.XMemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.TextCommandFactory;
import net.rubyeye.xmemcached.impl.ArrayMemcachedSessionLocator;
import net.rubyeye.xmemcached.impl.IndexMemcachedSessionComparator;
import net.rubyeye.xmemcached.impl.MemcachedConnector;

/**
 * Xmemcached's client of one node: one reactor, no healing, no heart-beats, connections by {@link #open} only. It is made
 * and shut down on a background thread.
 */
final class NodeClient extends XMemcachedClient {
    private static final int CONNECT_MILLIS = 300;

    NodeClient(String name) throws IOException {
        super(
                new ArrayMemcachedSessionLocator(),
                new IndexMemcachedSessionComparator(),
                null,
                configuration(),
                options(),
                new TextCommandFactory(),
                new StoredValueTranscoder(),
                Map.of(),
                List.of(),
                Map.of(),
                1,
                CONNECT_MILLIS,
                name,
                true,
                false);
        nodeConnector().getSelectorManager().getReactorByIndex(0).setName(name + "-reactor");
    }

    /** Connects, waiting for it on this thread. */
    NodeSession open(InetSocketAddress address, NodeConnector.Maker with) throws IOException {
        return nodeConnector().open(address, CONNECT_MILLIS, with);
    }

    /** Tells whether the thread that reads replies runs; an error of the JVM may have ended it. */
    boolean isAlive() {
        return nodeConnector().getSelectorManager().getReactorByIndex(0).isAlive();
    }

    @Override
    @SuppressWarnings("deprecation")
    protected MemcachedConnector newConnector(
            net.rubyeye.xmemcached.buffer.BufferAllocator ignored,
            Configuration configuration,
            MemcachedSessionLocator locator,
            MemcachedSessionComparator comparator,
            CommandFactory commands,
            int poolSize,
            int maxNoReplies) {
        return new NodeConnector(configuration, locator, comparator, commands, poolSize, maxNoReplies);
    }

    private NodeConnector nodeConnector() {
        return (NodeConnector) connector;
    }

    private static Configuration configuration() {
        Configuration configuration = XMemcachedClientBuilder.getDefaultConfiguration();
        configuration.setSelectorPoolSize(1);
        configuration.setReadThreadCount(0);
        configuration.setWriteThreadCount(0);
        configuration.setDispatchMessageThreadCount(0);
        return configuration;
    }

    @SuppressWarnings("rawtypes")
    private static Map<SocketOption, Object> options() {
        return Map.of(StandardSocketOption.TCP_NODELAY, true, StandardSocketOption.SO_KEEPALIVE, true);
    }
}
