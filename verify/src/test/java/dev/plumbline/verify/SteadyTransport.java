package dev.plumbline.verify;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.ViewBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** An origin in this process that answers after 3 ms, always, with values that follow from the key. */
final class SteadyTransport implements FeatureTransport {
    static final FeatureView VIEW = view();
    private static final int FEATURES = 20;
    private static final long DELAY_MILLIS = 3;

    private final ScheduledExecutorService answers = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "steady-origin");
        thread.setDaemon(true);
        return thread;
    });
    private final LongAdder fetches = new LongAdder();
    private volatile @Nullable ClientRuntime runtime;

    private static FeatureView view() {
        FeatureView.Builder builder = FeatureView.builder("steady", "entity");
        for (int i = 0; i < FEATURES; i++) {
            builder.feature("f" + i, FeatureType.INT64);
        }
        return builder.build();
    }

    static EntityKey key(int number) {
        return EntityKey.of((long) number);
    }

    static boolean isRight(FeatureRow row, int number) {
        if (row.status() != RowStatus.PRESENT) {
            return false;
        }
        for (int slot = 0; slot < FEATURES; slot++) {
            if (row.bits(slot) != value(number, slot)) {
                return false;
            }
        }
        return true;
    }

    private static long value(long number, int slot) {
        return number * 1_000_003 + slot;
    }

    long fetches() {
        return fetches.sum();
    }

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public int maxEntities() {
        return 1_000;
    }

    @Override
    public void start(ClientRuntime given) {
        runtime = given;
    }

    @Override
    public void bind(ViewBinding binding) {}

    @Override
    public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
        fetches.increment();
        CompletableFuture<List<FeatureRow>> answer = new CompletableFuture<>();
        answers.schedule(() -> answer.complete(rows(request.keys())), DELAY_MILLIS, TimeUnit.MILLISECONDS);
        return answer;
    }

    private List<FeatureRow> rows(List<EntityKey> keys) {
        ClientRuntime own = runtime;
        if (own == null) {
            throw new IllegalStateException("the transport was not started");
        }
        FeatureRowBuilder builder = FeatureRow.builder(VIEW, own.nowMicros());
        List<FeatureRow> rows = new ArrayList<>(keys.size());
        for (EntityKey key : keys) {
            for (int slot = 0; slot < FEATURES; slot++) {
                builder.putInt64(slot, value(Long.parseLong(key.text(0)), slot));
            }
            rows.add(builder.build());
        }
        return rows;
    }

    @Override
    public CompletableFuture<Void> warmUp() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void recover() {}

    @Override
    public void close() {
        answers.shutdownNow();
    }
}
