package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when a node is lost and when it is back: at most once a minute each, however often it changes. Thread-safe. */
final class NodeLog {
    private static final Logger LOG = LoggerFactory.getLogger(XmemcachedNode.class);

    private static final long QUIET_NANOS = 60_000_000_000L;

    private final NodeAddress address;
    private final Ticker ticker;
    private boolean warned;
    private long warnedNanos;
    private int silent;

    NodeLog(NodeAddress address, Ticker ticker) {
        this.address = address;
        this.ticker = ticker;
        this.warnedNanos = ticker.nanos() - QUIET_NANOS;
    }

    /** The node is not used, or still is not. */
    synchronized void down(String why) {
        long now = ticker.nanos();
        if (now - warnedNanos < QUIET_NANOS) {
            silent++;
            LOG.debug("memcached {} is not used: {}", address, why);
            return;
        }
        LOG.warn("memcached {} is not used, its keys are misses: {} ({} like it not logged)", address, why, silent);
        warned = true;
        warnedNanos = now;
        silent = 0;
    }

    /** The node is used. Worth a line if its loss was. */
    synchronized void up(boolean grantsLeases) {
        if (warned) {
            LOG.info("memcached {} is used again", address);
        } else {
            LOG.debug("memcached {} is used, {} meta commands", address, grantsLeases ? "with" : "without");
        }
        warned = false;
    }

    /** The node's name leads elsewhere now. */
    void moved() {
        LOG.info("memcached {} has moved to another address", address);
    }

    /** The name could not be looked up again, or there is nobody where it leads. */
    void stays(Exception why) {
        LOG.debug("memcached {} is used where it was: {}", address, why.toString());
    }
}
