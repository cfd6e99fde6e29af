package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.ClientThreads;
import dev.plumbline.runtime.TaskScheduler;
import dev.plumbline.transport.TransportException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A runtime on real threads whose time stands still until a test moves it. */
final class AuthBed implements TaskScheduler, AutoCloseable {
    private record Task(Runnable work, long dueNanos) {}

    private final ClientThreads threads = ClientThreads.create("auth-test");
    private final List<Task> tasks = new ArrayList<>();
    private long now = 5_000_000_000L;
    private Instant wall = Instant.parse("2024-03-01T12:00:00Z");
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ClientRuntime runtime = ClientRuntime.builder(this, threads.work())
            .callbackExecutor(threads.callbacks())
            .ticker(this::nanos)
            .clock(this::wall)
            .random(() -> 0.5)
            .meters(meters)
            .build();

    @Override
    public synchronized Scheduled schedule(Runnable work, long delayNanos) {
        Task task = new Task(work, now + delayNanos);
        tasks.add(task);
        return () -> {
            synchronized (AuthBed.this) {
                tasks.remove(task);
            }
        };
    }

    private synchronized long nanos() {
        return now;
    }

    private synchronized Instant wall() {
        return wall;
    }

    /** Sets the time of day, as an operator would. */
    synchronized void setWall(Instant instant) {
        wall = instant;
    }

    synchronized int waiting() {
        return tasks.size();
    }

    /** Lets time pass and runs what falls due. */
    void advance(Duration time) {
        while (true) {
            Task due;
            synchronized (this) {
                long end = now + time.toNanos();
                due = tasks.stream()
                        .min(Comparator.comparingLong(Task::dueNanos))
                        .filter(task -> task.dueNanos() <= end)
                        .orElse(null);
                if (due == null) {
                    now = end;
                    return;
                }
                tasks.remove(due);
                time = time.minusNanos(Math.max(0, due.dueNanos() - now));
                now = Math.max(now, due.dueNanos());
            }
            due.work().run();
        }
    }

    double renewals(String what, String outcome) {
        return meters.get("plumbline.client.security.renewals")
                .tag("what", what)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    static Map<String, String> get(CompletableFuture<Map<String, String>> headers) throws Exception {
        return headers.get(20, TimeUnit.SECONDS);
    }

    static String bearer(Credentials credentials) throws Exception {
        String header = String.valueOf(get(credentials.headers()).get("authorization"));
        if (!header.startsWith("Bearer ")) {
            throw new AssertionError("no bearer token");
        }
        return header.substring("Bearer ".length());
    }

    static TransportException failure(CompletableFuture<?> future) throws Exception {
        try {
            future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransportException failure) {
                return failure;
            }
            throw new AssertionError("another failure", e.getCause());
        }
        throw new AssertionError("no failure");
    }

    /** All that an exception would print. */
    static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Override
    public void close() {
        threads.close();
    }
}
