package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Credentials that have work to do between their first start and their last close. Thread-safe. */
abstract class StartedCredentials implements Credentials {
    /** Guards the state of the subclass as well. */
    final Object lock = new Object();

    private @Nullable ClientRuntime runtime;
    private @Nullable RenewalMeters meters;
    private int users;

    @Override
    public final void start(ClientRuntime started) {
        synchronized (lock) {
            users++;
            // The last to start lives longest, as a rule.
            runtime = started;
            if (users == 1) {
                meters = new RenewalMeters(started, source());
            }
        }
    }

    @Override
    public final void close() {
        RenewalMeters counted;
        synchronized (lock) {
            if (users == 0 || --users > 0) {
                return;
            }
            runtime = null;
            counted = meters;
            meters = null;
        }
        end();
        if (counted != null) {
            counted.close();
        }
    }

    @Override
    public final CompletableFuture<Map<String, String>> headers() {
        ClientRuntime running;
        synchronized (lock) {
            running = runtime;
        }
        return running == null ? CompletableFuture.failedFuture(closed()) : headers(running);
    }

    @Override
    public void rejected(Map<String, String> headers) {}

    /** Gives the headers of a call. */
    abstract CompletableFuture<Map<String, String>> headers(ClientRuntime running);

    /** Ends. It may begin again. */
    abstract void end();

    /** Returns what meters call the place that tokens come from. */
    abstract String source();

    /** Counts a token that was got anew, or an attempt in vain. */
    final void count(boolean success) {
        RenewalMeters counted;
        synchronized (lock) {
            counted = meters;
        }
        if (counted != null) {
            counted.count(success);
        }
    }

    /** Returns what the credentials run on, null if they do not. */
    final @Nullable ClientRuntime runtime() {
        synchronized (lock) {
            return runtime;
        }
    }

    final TransportException closed() {
        return failure(Kind.CLOSED, "are not started, or closed with the last transport that they were given to");
    }

    final TransportException failure(Kind kind, String what) {
        return new TransportException(kind, "CREDENTIALS", "the credentials (" + this + ") " + what, null);
    }

    /** Runs a task elsewhere, or fails a future if the threads are gone. */
    final void run(Executor executor, Runnable task, CompletableFuture<?> result) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(failure(
                    Kind.UNAVAILABLE,
                    "run on threads that are busy or closed: give each client credentials of its own"));
        }
    }
}
