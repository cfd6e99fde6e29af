package dev.plumbline.cache.tiered;

import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.NearTier;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cache in process memory, by Caffeine, and behind it, if nodes are given, in memcached.
 *
 * <p>Defaults: a near tier of 64 MiB, no far tier. A memcached that is down, slow or holds rubbish costs reads to the
 * feature service and at most the far timeout, never an error. Each key has one node; while that node is down, its keys
 * are read from the feature service and move nowhere. Rows are kept in memcached for whole seconds, from 2 s to 30 days,
 * moved by up to a tenth either way so that rows stored together do not end together.
 *
 * <p>memcached is talked to by its text protocol. There is <b>neither authentication nor TLS</b>: run it in a network that
 * only trusted processes reach, or behind a TLS tunnel on the same host. What comes from it is checked, never
 * deserialized as Java objects: who can write to it can remove rows and forge them, and no more.
 *
 * <p>With servers from 1.6 on, which know the meta commands, one process at a time loads a row that many miss (leases).
 * Older servers and proxies that know only the plain commands work without; the log says so once.
 *
 * <p>Client settings win over the builder's methods:
 *
 * <table>
 * <caption>The settings, each with {@code plumbline.} before it or as a variable, as the client's are</caption>
 * <tr><th>key</th><th>default</th><th>range</th></tr>
 * <tr><td>cache.near-bytes</td><td>67108864</td><td>65536 or more; 0 for no near tier</td></tr>
 * <tr><td>cache.memcached</td><td>none</td><td>{@code host:port}, several with commas between; empty for none</td></tr>
 * <tr><td>cache.namespace</td><td>default</td><td>1 to 64 of {@code A-Z a-z 0-9 _ . -}</td></tr>
 * <tr><td>cache.far-timeout</td><td>10ms</td><td>1ms to 10s</td></tr>
 * <tr><td>cache.far-max-value-bytes</td><td>921600</td><td>1024 to 1000000</td></tr>
 * <tr><td>cache.leases</td><td>true</td><td>true, false</td></tr>
 * <tr><td>cache.compress-above</td><td>0</td><td>64 to 1000000; 0 for never</td></tr>
 * </table>
 *
 * <p>One cache serves one client, which starts and closes it. Thread-safe.
 */
public final class TieredCache implements FeatureCache {
    private final Builder options;
    private final @Nullable CaffeineNear near;
    private final @Nullable MemcachedFar far;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable CacheMeters meters;

    /** What the client uses in the place of this, whose nodes its user still changes by this. */
    private volatile @Nullable TieredCache settled;

    private TieredCache(Builder builder) {
        this.options = builder;
        this.near = builder.nearBytes == 0 ? null : new CaffeineNear(builder.nearBytes);
        this.far =
                builder.nodes.isEmpty() ? null : new MemcachedFar(builder.nodes, builder.farOptions(), builder.connect);
    }

    /**
     * Starts a cache with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public List<String> settingKeys() {
        return CacheSettings.KEYS;
    }

    @Override
    public FeatureCache withSettings(Map<String, String> settings) {
        TieredCache other = CacheSettings.apply(settings, new Builder(options));
        settled = other;
        return other;
    }

    /**
     * Begins to connect to the memcached nodes and returns at once, be they up or down.
     *
     * @param runtime the client's runtime
     * @throws IllegalStateException if a client has this cache already, or if it is closed
     */
    @Override
    public void start(ClientRuntime runtime) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "this cache belongs to a client already, or is closed: build one for each client");
        }
        if (near != null) {
            near.start(runtime.executor());
        }
        if (far != null) {
            far.start(runtime);
        }
        runtime.meters().ifPresent(registry -> {
            CacheMeters registered = new CacheMeters(registry, runtime.clientName());
            if (near != null) {
                registered.near(near);
            }
            if (far != null) {
                registered.far(far);
            }
            meters = registered;
        });
    }

    /**
     * Puts other memcached nodes in the place of those there are, while reads go on. Nodes that are in both lists stay
     * connected; what is under way on one that leaves is let end. Keys that have another node now are misses there, and a
     * node that joins begins empty, whatever it holds.
     *
     * <p>All processes that share rows should change together: as long as some have the old nodes and some the new ones, a
     * write in one is not seen by the others until the rows end.
     *
     * @param addresses {@code host:port} of each node, an IPv6 address in brackets; at least one
     * @throws IllegalArgumentException if there is none, one is not valid, or one is named twice
     * @throws IllegalStateException if the cache was built without nodes
     */
    public void nodes(String... addresses) {
        TieredCache other = settled;
        if (other != null) {
            other.nodes(addresses);
            return;
        }
        if (far == null) {
            throw new IllegalStateException("this cache has no far tier: name nodes when it is built");
        }
        far.change(Builder.distinct("nodes", addresses));
        CacheMeters registered = meters;
        if (registered != null) {
            registered.circuits(far);
        }
    }

    List<String> addresses() {
        return far == null ? List.of() : far.addresses();
    }

    @Override
    public Optional<NearTier> near() {
        return Optional.ofNullable(near);
    }

    @Override
    public Optional<FarTier> far() {
        return Optional.ofNullable(far);
    }

    /** Drops the near rows and lets go of the nodes. Returns at once; connections end shortly after. */
    @Override
    public void close() {
        started.set(true);
        if (near != null) {
            near.close();
        }
        if (far != null) {
            far.close();
        }
        CacheMeters registered = meters;
        if (registered != null) {
            registered.close();
        }
    }

    /** Returns the tiers, their bounds and the nodes it was built with. */
    @Override
    public String toString() {
        return options.toString();
    }

    /** Collects a cache. Not thread-safe. */
    public static final class Builder {
        private static final long LEAST_NEAR_BYTES = 64L << 10;
        private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
        private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
        private static final Duration MOST_TIMEOUT = Duration.ofSeconds(10);
        private static final int LEAST_VALUE_BYTES = 1 << 10;
        private static final int LEAST_COMPRESSED = 64;

        /** memcached's own bound is 1 MiB with the item's header and key. */
        private static final int MOST_VALUE_BYTES = 1_000_000;

        private long nearBytes = 64L << 20;
        private List<NodeAddress> nodes = List.of();
        private String namespace = "default";
        private Duration farTimeout = Duration.ofMillis(10);
        private int farMaxValueBytes = 900 << 10;
        private boolean leases = true;
        private int compressAbove;
        private NodeFactory connect = (node, events) -> new XmemcachedNode(node, HostResolver.SYSTEM, events);

        private Builder() {}

        private Builder(Builder other) {
            this.nearBytes = other.nearBytes;
            this.nodes = other.nodes;
            this.namespace = other.namespace;
            this.farTimeout = other.farTimeout;
            this.farMaxValueBytes = other.farMaxValueBytes;
            this.leases = other.leases;
            this.compressAbove = other.compressAbove;
            this.connect = other.connect;
        }

        /**
         * Sets about how much memory the near tier takes. Default 64 MiB.
         *
         * @param maxBytes at least 65,536, or 0 for no near tier
         * @return this
         * @throws IllegalArgumentException if the bound is out of range
         */
        public Builder near(long maxBytes) {
            if (maxBytes != 0 && maxBytes < LEAST_NEAR_BYTES) {
                throw new IllegalArgumentException("near: the bound is at least " + LEAST_NEAR_BYTES
                        + " bytes, or 0 for no near tier, not " + maxBytes);
            }
            this.nearBytes = maxBytes;
            return this;
        }

        /**
         * Sets the nodes of the far tier. Default: none, and no far tier. All processes that share rows name the same
         * nodes in the same spelling; the order does not matter.
         *
         * @param addresses {@code host:port} of each node, an IPv6 address in brackets; at least one
         * @return this
         * @throws IllegalArgumentException if there is none, one is not valid, or one is named twice
         */
        public Builder memcached(String... addresses) {
            this.nodes = distinct("memcached", addresses);
            return this;
        }

        private static List<NodeAddress> distinct(String option, String... addresses) {
            if (addresses.length == 0) {
                throw new IllegalArgumentException(
                        option + ": no node is named; name at least one, or leave the option out for no far tier");
            }
            Set<NodeAddress> distinct = new LinkedHashSet<>();
            for (String address : addresses) {
                if (!distinct.add(NodeAddress.parse(address))) {
                    throw new IllegalArgumentException(option + ": node '" + address + "' is named twice: remove one");
                }
            }
            return List.copyOf(distinct);
        }

        Builder withoutMemcached() {
            this.nodes = List.of();
            return this;
        }

        /**
         * Sets what keeps this client's rows in memcached apart from others'. Default "default".
         *
         * @param name 1 to 64 letters, digits, underscores, points or hyphens, all ASCII
         * @return this
         * @throws IllegalArgumentException if the name is not valid
         */
        public Builder namespace(String name) {
            if (!NAMESPACE.matcher(name).matches()) {
                throw new IllegalArgumentException("namespace: '" + name
                        + "' is not 1 to 64 ASCII letters, digits, '_', '.' or '-': leave the others out");
            }
            this.namespace = name;
            return this;
        }

        /**
         * Sets how long one operation on the far tier may take; a read's deadline cuts it further. Default 10 ms.
         *
         * @param timeout 1 ms to 10 s
         * @return this
         * @throws IllegalArgumentException if the timeout is out of range
         */
        public Builder farTimeout(Duration timeout) {
            if (timeout.compareTo(LEAST_TIMEOUT) < 0 || timeout.compareTo(MOST_TIMEOUT) > 0) {
                throw new IllegalArgumentException("farTimeout: the timeout is " + LEAST_TIMEOUT + " to " + MOST_TIMEOUT
                        + ", not " + timeout + ": 5 to 20 ms suits most networks");
            }
            this.farTimeout = timeout;
            return this;
        }

        /**
         * Sets how large an entry in memcached may be; a larger row is not stored there, and what it would have replaced
         * is removed. Default 921,600.
         *
         * @param maxBytes 1,024 to 1,000,000
         * @return this
         * @throws IllegalArgumentException if the bound is out of range
         */
        public Builder farMaxValueBytes(int maxBytes) {
            if (maxBytes < LEAST_VALUE_BYTES || maxBytes > MOST_VALUE_BYTES) {
                throw new IllegalArgumentException("farMaxValueBytes: the bound is " + LEAST_VALUE_BYTES + " to "
                        + MOST_VALUE_BYTES + ", not " + maxBytes + ": memcached takes no more");
            }
            this.farMaxValueBytes = maxBytes;
            return this;
        }

        /**
         * Sets whether a row that many processes miss at once is loaded by one of them, by a lease from memcached, while
         * the others wait a little. Default true. Without, each process loads it once.
         *
         * @param wanted whether to ask for leases, from servers that grant them
         * @return this
         */
        public Builder leases(boolean wanted) {
            this.leases = wanted;
            return this;
        }

        /**
         * Sets from which size on rows are compressed for memcached, if that makes them smaller. Default 0, for never: it
         * costs time on both sides.
         *
         * @param bytes 64 to 1,000,000 and not over the largest entry; 0 for never
         * @return this
         * @throws IllegalArgumentException if the size is out of range
         */
        public Builder compressAbove(int bytes) {
            if (bytes != 0 && (bytes < LEAST_COMPRESSED || bytes > MOST_VALUE_BYTES)) {
                throw new IllegalArgumentException("compressAbove: the size is " + LEAST_COMPRESSED + " to "
                        + MOST_VALUE_BYTES + ", or 0 for never, not " + bytes);
            }
            this.compressAbove = bytes;
            return this;
        }

        /** Sets what stands for the nodes, for tests. */
        Builder connectBy(NodeFactory nodeOf) {
            this.connect = nodeOf;
            return this;
        }

        /**
         * Returns the cache, not connected yet.
         *
         * @return a cache for one client
         * @throws IllegalArgumentException if it has neither a near tier nor nodes, or compresses nothing that it stores
         */
        public TieredCache build() {
            if (nearBytes == 0 && nodes.isEmpty()) {
                throw new IllegalArgumentException(
                        "the cache has no tier: set near(bytes) above 0, name memcached nodes, or build the client"
                                + " without a cache");
            }
            if (compressAbove > farMaxValueBytes) {
                throw new IllegalArgumentException("compressAbove: " + compressAbove
                        + " is over farMaxValueBytes, which is " + farMaxValueBytes + ": set it lower");
            }
            return new TieredCache(new Builder(this));
        }

        private FarOptions farOptions() {
            return new FarOptions(namespace, farTimeout, farMaxValueBytes, leases, compressAbove);
        }

        /** Returns the tiers, their bounds and the nodes. */
        @Override
        public String toString() {
            StringJoiner joiner = new StringJoiner(", ", "TieredCache[", "]");
            if (nearBytes != 0) {
                joiner.add("near " + nearBytes + " bytes");
            }
            if (!nodes.isEmpty()) {
                joiner.add("memcached " + nodes).add("namespace " + namespace).add("timeout " + farTimeout);
            }
            return joiner.toString();
        }
    }
}
