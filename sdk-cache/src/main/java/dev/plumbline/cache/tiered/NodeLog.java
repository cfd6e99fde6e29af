package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.Ticker;
import org.slf4j.Logger;

/** Says when a node is lost and when it is back: at most once a minute each, however often it changes. Thread-safe. */
final class NodeLog {
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final Logger log;
    private final NodeAddress address;
    private final Ticker ticker;
    private boolean warned;
    private long warnedNanos;

    NodeLog(Logger log, NodeAddress address, Ticker ticker) {
        this.log = log;
        this.address = address;
        this.ticker = ticker;
        this.warnedNanos = ticker.nanos() - QUIET_NANOS;
    }

    /** The node is not used, or still is not. */
    synchronized void down(String why) {
        long now = ticker.nanos();
        if (now - warnedNanos < QUIET_NANOS) {
            log.debug("memcached {} is not used: {}", address, why);
            return;
        }
        log.warn("memcached {} is not used, its keys are misses: {}", address, why);
        warned = true;
        warnedNanos = now;
    }

    /** The node is used. Worth a line if its loss was. */
    synchronized void up(boolean grantsLeases) {
        if (warned) {
            log.info("memcached {} is used again", address);
        } else {
            log.debug("memcached {} is used, {} meta commands", address, grantsLeases ? "with" : "without");
        }
        warned = false;
    }

    /** The node's name leads elsewhere now. */
    void moved() {
        log.info("memcached {} has moved to another address", address);
    }

    /** The name could not be looked up again, or there is nobody where it leads. */
    void stays(Throwable why) {
        log.debug("memcached {} is used where it was: {}", address, why.toString());
    }
}
