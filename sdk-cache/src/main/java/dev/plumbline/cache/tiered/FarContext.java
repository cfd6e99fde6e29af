package dev.plumbline.cache.tiered;

import dev.plumbline.runtime.ClientRuntime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all operations of a far tier that is started share. Thread-safe. */
final class FarContext {
    private static final Logger LOG = LoggerFactory.getLogger(FarContext.class);

    final ClientRuntime runtime;
    final FarKeys keys;
    final FarCounts counts;
    final EnvelopeReader reader;
    final FarSpans spans;
    private final long timeoutNanos;
    private final AtomicBoolean saidNoLeases = new AtomicBoolean();

    FarContext(ClientRuntime runtime, FarKeys keys, FarCounts counts, long timeoutNanos) {
        this.runtime = runtime;
        this.keys = keys;
        this.counts = counts;
        this.reader = new EnvelopeReader(counts.rejections());
        this.spans = new FarSpans(runtime);
        this.timeoutNanos = timeoutNanos;
    }

    /** Returns when an operation that begins now is to end. */
    long deadline() {
        return runtime.ticker().nanos() + timeoutNanos;
    }

    /** Returns the nearer of that and another deadline, or one that has passed. */
    long deadline(long other) {
        long now = runtime.ticker().nanos();
        return other - now < timeoutNanos ? other : now + timeoutNanos;
    }

    boolean isPast(long deadlineNanos) {
        return deadlineNanos - runtime.ticker().nanos() <= 0;
    }

    /** Says once that a node which answers grants no leases. */
    void sayNoLeases(FarNode node) {
        if (saidNoLeases.compareAndSet(false, true)) {
            LOG.warn(
                    "memcached {} does not know the meta commands (an old server or a proxy): there are no leases, and a"
                            + " row that many processes miss at once is loaded by each of them",
                    node);
        }
    }
}
