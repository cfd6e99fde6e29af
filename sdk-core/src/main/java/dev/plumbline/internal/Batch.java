package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Flights of one or several loads that leave for the origin together. */
final class Batch {
    /** A span takes this many links; the rest of the waiting reads go without. */
    private static final int MAX_LINKS = 128;

    /** A flight and the load that carries it. */
    record Member(Load load, Flight flight) {}

    private final List<Member> members;
    private final AtomicInteger loads = new AtomicInteger();
    private volatile @Nullable CompletableFuture<List<FeatureRow>> fetch;

    /** Makes a batch of distinct keys, read on the same terms. */
    Batch(List<Member> members) {
        this.members = members;
        Load last = null;
        for (Member member : members) {
            if (member.load() != last) {
                last = member.load();
                loads.incrementAndGet();
                last.boarded(this);
            }
        }
    }

    void send(FeatureView view, Origin origin, Telemetry telemetry, Runnable after) {
        List<EntityKey> keys = new ArrayList<>(members.size());
        Load first = members.get(0).load();
        long deadline = first.deadlineNanos();
        for (Member member : members) {
            keys.add(member.flight().key().key());
            long other = member.load().deadlineNanos();
            deadline = other - deadline > 0 ? other : deadline;
        }
        Context parent = first.context();
        Span span = Span.getInvalid();
        if (loads.get() > 1) {
            span = telemetry.startBatch(view, parent, leaders());
            parent = span.getSpanContext().isValid() ? parent.with(span) : parent;
        }
        Span batchSpan = span;
        long start = telemetry.nanos();
        CompletableFuture<List<FeatureRow>> sent;
        try {
            sent = origin.fetch(
                    new Origin.Call(
                            deadline, parent, members.get(0).flight().sent().wire(), 1),
                    keys);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        fetch = sent;
        if (loads.get() == 0) {
            sent.cancel(true);
        }
        sent.whenComplete((rows, thrown) -> {
            batchSpan.end();
            if (rows != null) {
                members.get(0).load().originTook(telemetry.nanos() - start);
            }
            try {
                deliver(rows, thrown);
            } finally {
                // Last, so that the next reads of those who are woken here leave together and not one by one.
                after.run();
            }
        });
    }

    private Iterable<Span> leaders() {
        return members.stream()
                .limit(MAX_LINKS)
                .map(member -> member.flight().leader())
                .toList();
    }

    private void deliver(@Nullable List<FeatureRow> rows, @Nullable Throwable thrown) {
        List<Member> again = new ArrayList<>(0);
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (rows != null) {
                if (member.load().onRow(member.flight(), rows.get(i))) {
                    again.add(member);
                }
            } else if (thrown != null) {
                member.load().onFailure(member.flight(), thrown);
            }
        }
        if (!again.isEmpty()) {
            again.get(0).load().sendElsewhere(again);
        }
    }

    /** Says that a load does not wait any more; the last one cancels the fetch. */
    void release() {
        CompletableFuture<List<FeatureRow>> sent = fetch;
        if (loads.decrementAndGet() == 0 && sent != null) {
            sent.cancel(true);
        }
    }
}
