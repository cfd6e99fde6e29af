package dev.plumbline.benchmarks;

import io.grpc.Server;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A feature service that answers after 50 ms and notes when it was called and for how many entities. */
final class HerdOrigin implements AutoCloseable {
    private static final long DELAY_MILLIS = 50;
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private record Call(long nanos, int entities) {}

    /**
     * What arrived since {@link #forget()}.
     *
     * @param calls the calls
     * @param entities the entities of all calls
     * @param peakCalls the most calls in any 100 ms
     * @param peakEntities the most entities in any 100 ms
     */
    record Load(int calls, int entities, int peakCalls, int peakEntities) {}

    private final ScheduledExecutorService answers = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "herd-origin");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Call> calls = new ArrayList<>();
    private final Server server;

    HerdOrigin() throws IOException {
        server = RawMethod.serve(this::call);
    }

    String target() {
        return "dns:///127.0.0.1:" + server.getPort();
    }

    private void call(byte[] request, StreamObserver<byte[]> observer) {
        List<String> entities = HerdRows.entities(request);
        synchronized (calls) {
            calls.add(new Call(System.nanoTime(), entities.size()));
        }
        ServerCallStreamObserver<byte[]> call = (ServerCallStreamObserver<byte[]>) observer;
        answers.schedule(() -> answer(entities, call), DELAY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void answer(List<String> entities, ServerCallStreamObserver<byte[]> call) {
        if (!call.isCancelled()) {
            call.onNext(HerdRows.reply(entities));
            call.onCompleted();
        }
    }

    void forget() {
        synchronized (calls) {
            calls.clear();
        }
    }

    Load load() {
        List<Call> seen;
        synchronized (calls) {
            seen = List.copyOf(calls);
        }
        int first = 0;
        int inWindow = 0;
        int peakCalls = 0;
        int peakEntities = 0;
        int entities = 0;
        for (int i = 0; i < seen.size(); i++) {
            entities += seen.get(i).entities();
            inWindow += seen.get(i).entities();
            while (seen.get(i).nanos() - seen.get(first).nanos() >= WINDOW_NANOS) {
                inWindow -= seen.get(first++).entities();
            }
            peakCalls = Math.max(peakCalls, i - first + 1);
            peakEntities = Math.max(peakEntities, inWindow);
        }
        return new Load(seen.size(), entities, peakCalls, peakEntities);
    }

    @Override
    public void close() {
        server.shutdownNow();
        answers.shutdownNow();
    }
}
