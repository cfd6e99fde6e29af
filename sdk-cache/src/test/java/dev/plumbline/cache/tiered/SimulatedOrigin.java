package dev.plumbline.cache.tiered;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A feature service in virtual time that many clients call. It serves so many calls at once; the others queue. */
final class SimulatedOrigin {
    /** How a service fails. */
    enum Outage {
        /** Every call is refused after a millisecond. */
        REFUSES,
        /** No call is answered. */
        HANGS
    }

    static final Duration SERVICE_TIME = Duration.ofMillis(50);
    static final int CAPACITY = 200;

    /** Load is counted for so long. */
    static final Duration SLICE = Duration.ofMillis(100);

    private static final long REFUSAL_NANOS = Duration.ofMillis(1).toNanos();

    private final VirtualTime time;
    private final Queue<Call> waiting = new ArrayDeque<>();
    private int[] callsOfSlice = new int[256];
    private int serving;
    private @Nullable Outage outage;

    SimulatedOrigin(VirtualTime time) {
        this.time = time;
    }

    static FeatureView.Builder view() {
        return FeatureView.builder("airport_delays", "airport")
                .feature("flights", FeatureType.INT64)
                .feature("mean_delay", FeatureType.FLOAT64);
    }

    FeatureTransport connect() {
        return new SimulatedTransport(this);
    }

    void fail(Outage how) {
        outage = how;
    }

    void recover() {
        outage = null;
    }

    /** The calls that arrived, slice by slice. */
    List<Integer> load(Duration from, Duration to) {
        return Arrays.stream(callsOfSlice, slice(from.toNanos()), slice(to.toNanos()))
                .boxed()
                .toList();
    }

    private static int slice(long nanos) {
        return Math.toIntExact(nanos / SLICE.toNanos());
    }

    Call call(FetchRequest request, CallContext context) {
        int slice = slice(time.nanos());
        if (slice >= callsOfSlice.length) {
            callsOfSlice = Arrays.copyOf(callsOfSlice, 2 * slice);
        }
        callsOfSlice[slice]++;
        Call call = new Call(request);
        call.expiry = time.schedule(
                () -> call.fail(TransportException.Kind.TIMEOUT, "the attempt's deadline passed"),
                context.deadlineNanos() - time.nanos());
        if (outage == Outage.REFUSES) {
            time.schedule(() -> call.fail(TransportException.Kind.UNAVAILABLE, "the service is down"), REFUSAL_NANOS);
        } else if (outage == null) {
            waiting.add(call);
            serve();
        }
        return call;
    }

    /** A call that has ended while it waited is not served; one that ends while it is served takes its time all the same. */
    private void serve() {
        while (serving < CAPACITY && !waiting.isEmpty()) {
            Call call = waiting.remove();
            if (!call.isDone()) {
                serving++;
                time.schedule(
                        () -> {
                            serving--;
                            call.answer(rows(call.request));
                            serve();
                        },
                        SERVICE_TIME.toNanos());
            }
        }
    }

    private List<FeatureRow> rows(FetchRequest request) {
        FeatureView view = request.binding().view();
        long micros = time.millis() * 1_000;
        List<FeatureRow> rows = new ArrayList<>(request.keys().size());
        for (EntityKey key : request.keys()) {
            FeatureRowBuilder row = FeatureRow.builder(view, micros).dataVersion(micros);
            row.putInt64(0, key.hashCode());
            row.putFloat64(1, 0.5);
            rows.add(row.build());
        }
        return rows;
    }

    /** A call that is under way. */
    static final class Call extends CompletableFuture<List<FeatureRow>> {
        private final FetchRequest request;
        private TaskScheduler.@Nullable Scheduled expiry;

        Call(FetchRequest request) {
            this.request = request;
        }

        void answer(List<FeatureRow> rows) {
            ended();
            complete(rows);
        }

        void fail(TransportException.Kind kind, String detail) {
            ended();
            completeExceptionally(new TransportException(kind, kind.name(), detail, null));
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            ended();
            return super.cancel(mayInterruptIfRunning);
        }

        private void ended() {
            TaskScheduler.Scheduled timer = expiry;
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
