package dev.plumbline.cache.tiered;

import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.NearTier;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
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
 * <p>One cache serves one client, which starts and closes it. Thread-safe.
 */
public final class TieredCache implements FeatureCache {
    private final @Nullable CaffeineNear near;
    private final @Nullable MemcachedFar far;
    private final String text;
    private final AtomicBoolean started = new AtomicBoolean();

    private TieredCache(Builder builder) {
        this.near = builder.nearBytes == 0 ? null : new CaffeineNear(builder.nearBytes);
        this.far = builder.nodes.isEmpty() ? null : builder.far();
        this.text = builder.toString();
    }

    /**
     * Starts a cache with the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins to connect to the memcached nodes and returns at once, be they up or down.
     *
     * @param runtime the client's runtime
     * @throws IllegalStateException if a client has this cache already
     */
    @Override
    public void start(ClientRuntime runtime) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("this cache belongs to a client already: build one for each client");
        }
        if (near != null) {
            near.start(runtime.executor());
        }
        if (far != null) {
            far.start(runtime);
        }
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
        if (near != null) {
            near.close();
        }
        if (far != null) {
            far.close();
        }
    }

    /** Returns the tiers, their bounds and the nodes. */
    @Override
    public String toString() {
        return text;
    }

    /** Collects a cache. Not thread-safe. */
    public static final class Builder {
        private static final long LEAST_NEAR_BYTES = 64L << 10;
        private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
        private static final Duration LEAST_TIMEOUT = Duration.ofMillis(1);
        private static final Duration MOST_TIMEOUT = Duration.ofSeconds(10);
        private static final int LEAST_VALUE_BYTES = 1 << 10;

        /** memcached's own bound is 1 MiB with the item's header and key. */
        private static final int MOST_VALUE_BYTES = 1_000_000;

        private static final int MOST_CONCURRENCY = 64;

        private long nearBytes = 64L << 20;
        private List<NodeAddress> nodes = List.of();
        private String namespace = "default";
        private Duration farTimeout = Duration.ofMillis(10);
        private int farMaxValueBytes = 900 << 10;
        private int farConcurrency = 4;

        private Builder() {}

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
            if (addresses.length == 0) {
                throw new IllegalArgumentException(
                        "memcached: no node is named; name at least one, or leave the option out for no far tier");
            }
            Set<NodeAddress> distinct = new LinkedHashSet<>();
            for (String address : addresses) {
                if (!distinct.add(NodeAddress.parse(address))) {
                    throw new IllegalArgumentException("memcached: node '" + address + "' is named twice: remove one");
                }
            }
            this.nodes = List.copyOf(distinct);
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
         * Sets how large an entry in memcached may be; a larger row is not stored there. Default 921,600.
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
         * Sets how many reads run on one node at a time, of up to 100 keys each. Sixteen times as many wait; more fail
         * at once. Default 4.
         *
         * @param maxReads 1 to 64
         * @return this
         * @throws IllegalArgumentException if the number is out of range
         */
        public Builder farConcurrency(int maxReads) {
            if (maxReads < 1 || maxReads > MOST_CONCURRENCY) {
                throw new IllegalArgumentException("farConcurrency: the number is 1 to " + MOST_CONCURRENCY + ", not "
                        + maxReads + ": a few threads keep one connection busy");
            }
            this.farConcurrency = maxReads;
            return this;
        }

        /**
         * Returns the cache, not connected yet.
         *
         * @return a cache for one client
         * @throws IllegalArgumentException if it has neither a near tier nor nodes
         */
        public TieredCache build() {
            if (nearBytes == 0 && nodes.isEmpty()) {
                throw new IllegalArgumentException(
                        "the cache has no tier: set near(bytes) above 0, name memcached nodes, or build the client"
                                + " without a cache");
            }
            return new TieredCache(this);
        }

        private MemcachedFar far() {
            List<MemcachedNode> made = nodes.stream()
                    .<MemcachedNode>map(node -> new BlockingNode(node, farConcurrency, farTimeout.toMillis()))
                    .toList();
            return new MemcachedFar(made, new NodeRouting(nodes), new FarKeys(namespace), farTimeout, farMaxValueBytes);
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
