package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.feature.FeatureRow;
import io.opentelemetry.api.trace.Span;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One read of several keys, which completes with an answer for each: asks each node for its own, in chunks. A chunk that
 * fails leaves its keys as errors and harms no other.
 */
final class BatchRead extends CompletableFuture<List<FarRead>> {
    /** The most names that one request to a node holds. */
    static final int MOST_NAMES = 100;

    /** A reply of more octets is not decoded on the thread that brings it, on which the next one waits. */
    private static final int MOST_OCTETS_AT_ONCE = 64 << 10;

    private final FarContext context;
    private final FarKey[] keys;
    private final FarRead[] answers;
    private final int leaseSeconds;
    private final long deadlineNanos;
    private final AtomicInteger waiting = new AtomicInteger(1);

    BatchRead(FarContext context, List<CacheKey> asked, int leaseSeconds, long deadlineNanos) {
        this.context = context;
        this.keys = new FarKey[asked.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = context.keys.of(asked.get(i));
        }
        this.answers = new FarRead[keys.length];
        Arrays.fill(answers, FarRead.error());
        this.leaseSeconds = leaseSeconds;
        this.deadlineNanos = deadlineNanos;
    }

    /** Sends all there is to ask. */
    void ask(FarRing ring) {
        if (keys.length == 1) {
            ask(ring.nodeOf(keys[0]), new int[1]);
        } else {
            int[] nodeOf = new int[keys.length];
            int[] counts = new int[ring.size()];
            for (int i = 0; i < keys.length; i++) {
                nodeOf[i] = ring.indexOf(keys[i]);
                counts[nodeOf[i]]++;
            }
            for (int node = 0; node < counts.length; node++) {
                askInChunks(ring.get(node), node, nodeOf, counts[node]);
            }
        }
        answered();
    }

    private void askInChunks(FarNode node, int number, int[] nodeOf, int count) {
        int left = count;
        int next = 0;
        while (left > 0) {
            int[] chunk = new int[Math.min(left, MOST_NAMES)];
            for (int i = 0; i < chunk.length; next++) {
                if (nodeOf[next] == number) {
                    chunk[i++] = next;
                }
            }
            ask(node, chunk);
            left -= chunk.length;
        }
    }

    private void ask(FarNode node, int[] chunk) {
        Generation.Prefix prefix = node.generation().prefix();
        if (prefix == null) {
            context.counts.failed(FarCounts.Operation.GET, Generation.unknown());
            return;
        }
        String[] names = new String[chunk.length];
        for (int i = 0; i < chunk.length; i++) {
            names[i] = keys[chunk[i]].name(prefix.octets);
        }
        waiting.incrementAndGet();
        Span span = context.spans.start("get", node.address(), chunk.length);
        node.node()
                .getMany(
                        names.length == 1 ? List.of(names[0]) : Collections.unmodifiableList(Arrays.asList(names)),
                        leaseSeconds,
                        deadlineNanos)
                .whenComplete(new Chunk(node, chunk, names, span));
    }

    private void answered() {
        if (waiting.decrementAndGet() == 0) {
            complete(answers.length == 1 ? List.of(answers[0]) : Collections.unmodifiableList(Arrays.asList(answers)));
        }
    }

    /** What one request asks for; takes the reply and decodes it. */
    private final class Chunk implements BiConsumer<@Nullable List<NodeRead>, @Nullable Throwable>, Runnable {
        private final FarNode node;
        private final int[] indexes;
        private final String[] names;
        private final @Nullable Span span;
        private List<NodeRead> reads = List.of();

        Chunk(FarNode node, int[] indexes, String[] names, @Nullable Span span) {
            this.node = node;
            this.indexes = indexes;
            this.names = names;
            this.span = span;
        }

        @Override
        public void accept(@Nullable List<NodeRead> found, @Nullable Throwable failure) {
            FarSpans.end(span, failure);
            if (found == null || found.size() != names.length) {
                context.counts.failed(
                        FarCounts.Operation.GET, failure == null ? NodeException.of("half an answer", null) : failure);
                answered();
                return;
            }
            reads = found;
            if (octets() <= MOST_OCTETS_AT_ONCE) {
                run();
                return;
            }
            try {
                context.runtime.executor().execute(this);
            } catch (RejectedExecutionException theClientIsClosed) {
                answered();
            }
        }

        private long octets() {
            long octets = 0;
            for (int i = 0; i < names.length; i++) {
                StoredValue value = reads.get(i).value();
                octets += value == null ? 0 : Envelope.decodedOctets(value.data());
            }
            return octets;
        }

        @Override
        public void run() {
            try {
                if (leaseSeconds > 0 && !node.node().grantsLeases()) {
                    context.sayNoLeases(node);
                }
                long nowMicros = context.runtime.nowMicros();
                for (int i = 0; i < names.length; i++) {
                    answers[indexes[i]] = answer(keys[indexes[i]], names[i], reads.get(i), nowMicros);
                }
            } finally {
                answered();
            }
        }

        private FarRead answer(FarKey key, String name, NodeRead read, long nowMicros) {
            StoredValue value = read.value();
            if (value != null) {
                FeatureRow row =
                        context.reader.read(key.canonical(), key.key().view(), value, read.secondsLeft(), nowMicros);
                if (row != null) {
                    context.counts.hits.increment();
                    return FarRead.hit(row, token(name, read));
                }
                context.counts.misses.increment();
                return unreadable(name, value, read.token());
            }
            context.counts.misses.increment();
            switch (read.lease()) {
                case TAKEN -> {
                    context.counts.leasesLost.increment();
                    return FarRead.waiting(token(name, read));
                }
                case WON -> context.counts.leasesWon.increment();
                case NONE -> {
                    // There is nothing to count.
                }
            }
            FarToken token = token(name, read);
            return token == null ? FarRead.miss() : FarRead.missWithLease(token);
        }

        private @Nullable FarToken token(String name, NodeRead read) {
            return read.token() == null ? null : new FarToken(node, name, read.token());
        }

        /**
         * Makes a miss of a value that is no row. The value is removed, if it is still the same, so that nobody else meets
         * it; this reader's row may take its place only while it is there. Without a number to tell by, the row is not
         * stored: after the removal there is no telling it from a row that was invalidated meanwhile, and the next reader
         * fills properly. An empty value may be the stub of another's lease, which ends by itself.
         */
        private FarRead unreadable(String name, StoredValue value, @Nullable NodeToken token) {
            if (value.data().length > 0) {
                context.counts
                        .errors(FarCounts.Operation.GET, FarCounts.ErrorKind.DESERIALIZATION_ERROR)
                        .increment();
                removeUnreadable(name, token);
            }
            return FarRead.missWithLease(new FarToken(node, name, token));
        }

        private void removeUnreadable(String name, @Nullable NodeToken token) {
            node.node().delete(name, token, context.deadline()).whenComplete((removed, failure) -> {
                if (failure != null) {
                    context.counts.failed(FarCounts.Operation.DELETE, failure);
                }
            });
        }
    }
}
