package dev.plumbline.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets single reads of one view and on the same terms that arrive while others are under way leave together. An idle
 * transport sends at once; nobody waits for a timer.
 */
final class Merger {
    private final FeatureView view;
    private final Origin origin;
    private final Telemetry telemetry;
    private final int maxInFlight;
    private final int maxBatch;
    private final Lane plain = new Lane(Map.of());

    /** Lanes of other terms than the view's own, by what travels with them; each only while it is in use. */
    private final ConcurrentMap<Map<String, String>, Lane> others = new ConcurrentHashMap<>();

    Merger(FeatureView view, Origin origin, Telemetry telemetry, int maxInFlight, int maxBatch) {
        this.view = view;
        this.origin = origin;
        this.telemetry = telemetry;
        this.maxInFlight = maxInFlight;
        this.maxBatch = maxBatch;
    }

    void submit(Batch.Member member) {
        ReadTerms terms = member.flight().sent();
        Lane lane = terms.isPlain() ? plain : others.computeIfAbsent(terms.wire(), Lane::new);
        lane.submit(member);
    }

    /** Sends what is a batch already. */
    void sendNow(List<Batch.Member> members) {
        new Batch(members).send(view, origin, telemetry, () -> {});
    }

    /** The reads on the same terms. */
    private final class Lane {
        private final Map<String, String> wire;
        private final Queue<Batch.Member> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger inFlight = new AtomicInteger();

        Lane(Map<String, String> wire) {
            this.wire = wire;
        }

        void submit(Batch.Member member) {
            waiting.add(member);
            drain();
        }

        private void drain() {
            while (!waiting.isEmpty() && enter()) {
                List<Batch.Member> batch = next();
                if (batch.isEmpty()) {
                    inFlight.decrementAndGet();
                } else {
                    new Batch(batch).send(view, origin, telemetry, this::left);
                }
            }
            if (inFlight.get() == 0 && waiting.isEmpty()) {
                // Who has this lane in hand already still uses it, beside one that may come in its place.
                others.remove(wire, this);
            }
        }

        private boolean enter() {
            int now = inFlight.get();
            while (now < maxInFlight) {
                if (inFlight.compareAndSet(now, now + 1)) {
                    return true;
                }
                now = inFlight.get();
            }
            return false;
        }

        private void left() {
            inFlight.decrementAndGet();
            drain();
        }

        /** Takes what waits, less what nobody wants any more; a key that is there twice waits for the next batch. */
        private List<Batch.Member> next() {
            List<Batch.Member> batch = new ArrayList<>();
            List<Batch.Member> later = new ArrayList<>();
            Set<EntityKey> keys = new HashSet<>();
            while (batch.size() < maxBatch) {
                Batch.Member member = waiting.poll();
                if (member == null) {
                    break;
                }
                if (!member.load().wants(member.flight())) {
                    continue;
                }
                if (keys.add(member.flight().key().key())) {
                    batch.add(member);
                } else {
                    later.add(member);
                }
            }
            waiting.addAll(later);
            return batch;
        }
    }

    @Override
    public String toString() {
        return "merge (" + maxInFlight + " batches) -> " + origin;
    }
}
