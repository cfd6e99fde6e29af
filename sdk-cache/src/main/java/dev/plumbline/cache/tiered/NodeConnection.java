package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.command.TextCommandFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one Xmemcached client, which heals its own connection. The client is made on a thread of its own, for a name may
 * resolve slowly and a server may not answer; while the name does not resolve it is tried again. Thread-safe.
 */
final class NodeConnection {
    private static final Logger LOG = LoggerFactory.getLogger(NodeConnection.class);

    private static final long CONNECT_MILLIS = 300;
    private static final long HEAL_MILLIS = 1_000;
    private static final int IDLE_MILLIS = 2_000;
    private static final int TIMEOUTS_TO_RECONNECT = 100;
    private static final long FIRST_RETRY_SECONDS = 1;
    private static final long LAST_RETRY_SECONDS = 30;

    private final NodeAddress address;
    private final long timeoutMillis;
    private volatile String threadName = "plumbline-far";
    private volatile @Nullable MemcachedClient client;
    private boolean closed;

    NodeConnection(NodeAddress address, long timeoutMillis) {
        this.address = address;
        this.timeoutMillis = timeoutMillis;
    }

    void open(ClientRuntime runtime, String name) {
        threadName = name;
        tryToOpen(runtime, FIRST_RETRY_SECONDS);
    }

    /** Returns the client, whose connection may be up or down. */
    MemcachedClient client() throws NodeException {
        MemcachedClient made = client;
        if (made == null) {
            throw NodeException.of(address + " is not connected yet, or closed", null);
        }
        return made;
    }

    boolean isOpen() {
        return client != null;
    }

    void close() {
        MemcachedClient last;
        synchronized (this) {
            closed = true;
            last = client;
            client = null;
        }
        if (last != null) {
            // Against a server that hangs this takes seconds.
            NodeLane.daemon(() -> shutDown(last), threadName + "-close").start();
        }
    }

    private synchronized void tryToOpen(ClientRuntime runtime, long retrySeconds) {
        if (!closed) {
            NodeLane.daemon(() -> make(runtime, retrySeconds), threadName + "-connect")
                    .start();
        }
    }

    private void make(ClientRuntime runtime, long retrySeconds) {
        try {
            hold(build());
        } catch (IOException | RuntimeException e) {
            if (retrySeconds == FIRST_RETRY_SECONDS) {
                LOG.warn("memcached {} cannot be reached, its keys are misses until it can: {}", address, e.toString());
            }
            tryLater(runtime, retrySeconds);
        }
    }

    private void tryLater(ClientRuntime runtime, long seconds) {
        try {
            runtime.scheduler()
                    .schedule(
                            () -> tryToOpen(runtime, Math.min(2 * seconds, LAST_RETRY_SECONDS)),
                            TimeUnit.SECONDS.toNanos(seconds));
        } catch (RuntimeException e) {
            LOG.debug("memcached {} is not tried again, the client is closed", address, e);
        }
    }

    private MemcachedClient build() throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
        XMemcachedClientBuilder builder = new XMemcachedClientBuilder(List.of(resolved));
        builder.doNotResolveInetAddresses();
        builder.setCommandFactory(new TextCommandFactory());
        builder.setTranscoder(new StoredValueTranscoder());
        builder.setConnectionPoolSize(1);
        builder.setSelectorPoolSize(1);
        builder.setConnectTimeout(CONNECT_MILLIS);
        builder.setOpTimeout(timeoutMillis);
        builder.setHealSessionInterval(HEAL_MILLIS);
        builder.setFailureMode(true);
        builder.setSanitizeKeys(false);
        builder.getConfiguration().setSessionIdleTimeout(IDLE_MILLIS);
        MemcachedClient made = builder.build();
        made.setTimeoutExceptionThreshold(TIMEOUTS_TO_RECONNECT);
        return made;
    }

    private void hold(MemcachedClient made) {
        synchronized (this) {
            if (!closed) {
                client = made;
                return;
            }
        }
        shutDown(made);
    }

    private void shutDown(MemcachedClient last) {
        try {
            last.shutdown();
        } catch (IOException | RuntimeException e) {
            LOG.debug("memcached {} did not shut down cleanly", address, e);
        }
    }
}
