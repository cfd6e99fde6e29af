package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import io.opentelemetry.api.trace.Span;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Elects, among all processes, who renews rows that are there but old: whoever is the first to put a lock beside a row. A
 * lock ends by itself and is never removed, so that there is one renewal in its time. Completes with whether this process
 * is elected for each key; it is wherever nobody can say.
 */
final class Claim extends CompletableFuture<List<Boolean>> {
    private static final String SUFFIX = ":r";
    private static final StoredValue LOCK = new StoredValue(0, new byte[] {'1'});

    private final FarContext context;
    private final int leaseSeconds;
    private final long deadlineNanos;
    private final Boolean[] elected;
    private final AtomicInteger waiting = new AtomicInteger(1);

    Claim(FarContext context, int size, int leaseSeconds, long deadlineNanos) {
        this.context = context;
        this.leaseSeconds = leaseSeconds;
        this.deadlineNanos = deadlineNanos;
        this.elected = new Boolean[size];
        Arrays.fill(elected, true);
    }

    void ask(FarRing ring, List<CacheKey> asked) {
        for (int i = 0; i < elected.length; i++) {
            FarKey key = context.keys.of(asked.get(i));
            FarNode node = ring.nodeOf(key);
            String name = node.name(key);
            if (name != null && node.node().grantsLeases()) {
                ask(node, name + SUFFIX, i);
            }
        }
        answered();
    }

    private void ask(FarNode node, String name, int index) {
        waiting.incrementAndGet();
        Span span = context.spans.start("add", node.address(), 1);
        node.node().add(name, LOCK, leaseSeconds, deadlineNanos).whenComplete((won, failure) -> {
            FarSpans.end(span, failure);
            answer(index, won, failure);
        });
    }

    private void answer(int index, @Nullable Boolean won, @Nullable Throwable failure) {
        if (won == null) {
            context.counts.failed(
                    FarCounts.Operation.SET, failure == null ? NodeException.of("no answer", null) : failure);
        } else {
            (won ? context.counts.leasesWon : context.counts.leasesLost).increment();
            elected[index] = won;
        }
        answered();
    }

    private void answered() {
        if (waiting.decrementAndGet() == 0) {
            complete(Collections.unmodifiableList(Arrays.asList(elected)));
        }
    }
}
