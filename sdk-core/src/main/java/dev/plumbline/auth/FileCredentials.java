package dev.plumbline.auth;

import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that a file holds. Calls have it read, on the client's threads: one that comes soon after the time for a look
 * goes with the token it has, one that comes late waits for the look. Thread-safe.
 */
final class FileCredentials extends StartedCredentials {
    /** After how long the file is looked at again. */
    static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** How long a token is used that the file does not hold any more. */
    static final long KEEP_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** For how long a call without a token is told what the last look found. */
    static final long FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);

    private final Path file;
    private @Nullable SecretHeaders token;
    private long missedNanos;
    private @Nullable TransportException failure;
    private boolean looked;
    private long lookedNanos;
    private @Nullable CompletableFuture<Map<String, String>> looking;

    FileCredentials(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    @Override
    CompletableFuture<Map<String, String>> headers(ClientRuntime running) {
        CompletableFuture<Map<String, String>> look;
        CompletableFuture<Map<String, String>> answer;
        boolean start = false;
        synchronized (lock) {
            long since = running.ticker().nanos() - lookedNanos;
            SecretHeaders held = token;
            TransportException why = failure;
            if (looked && held != null && since < LOOK_NANOS) {
                return CompletableFuture.completedFuture(held);
            }
            if (looked && held == null && why != null && since < FAILURE_NANOS) {
                return CompletableFuture.failedFuture(why);
            }
            look = looking;
            if (look == null) {
                look = new CompletableFuture<>();
                looking = look;
                start = true;
            }
            boolean soon = looked && held != null && since < 2 * LOOK_NANOS;
            answer = soon ? CompletableFuture.completedFuture(held) : look.copy();
        }
        if (start) {
            CompletableFuture<Map<String, String>> started = look;
            run(running.executor(), () -> look(running, started), look);
            if (look.isCompletedExceptionally()) {
                forget(look);
            }
        }
        return answer;
    }

    private void forget(CompletableFuture<Map<String, String>> look) {
        synchronized (lock) {
            if (looking == look) {
                looking = null;
            }
        }
    }

    private void look(ClientRuntime running, CompletableFuture<Map<String, String>> look) {
        SecretHeaders found = null;
        String trouble = null;
        try {
            String text = new String(SmallFile.read(file), StandardCharsets.UTF_8);
            found = SecretHeaders.bearer("file " + file, text.strip());
        } catch (IOException | IllegalArgumentException e) {
            trouble = e.getMessage();
        } catch (RuntimeException e) {
            trouble = "file " + file + " cannot be read: " + e.getClass().getName();
        }
        finish(running.ticker().nanos(), look, found, trouble);
    }

    private void finish(
            long now,
            CompletableFuture<Map<String, String>> look,
            @Nullable SecretHeaders found,
            @Nullable String trouble) {
        SecretHeaders answer;
        TransportException why = null;
        boolean first;
        boolean changed = false;
        synchronized (lock) {
            if (looking != look) {
                return;
            }
            looking = null;
            looked = true;
            lookedNanos = now;
            first = found == null && failure == null;
            if (found != null) {
                // The same map as long as the token is the same, so that a late rejection can be told.
                changed = !found.equals(token);
                token = changed ? found : token;
                failure = null;
            } else {
                missedNanos = first ? now : missedNanos;
                token = now - missedNanos < KEEP_NANOS ? token : null;
                why = failure(Kind.UNAUTHENTICATED, "are not to be had: " + trouble);
                failure = why;
            }
            answer = token;
        }
        if (changed || why != null) {
            count(changed);
        }
        if (first) {
            LOG.warn("{}: {}", this, trouble);
        }
        if (answer != null) {
            look.complete(answer);
        } else if (why != null) {
            look.completeExceptionally(why);
        }
    }

    @Override
    public void rejected(Map<String, String> headers) {
        synchronized (lock) {
            if (headers == token) {
                looked = false;
            }
        }
    }

    @Override
    void end() {
        CompletableFuture<Map<String, String>> waiting;
        synchronized (lock) {
            waiting = looking;
            looking = null;
            token = null;
            failure = null;
            looked = false;
        }
        if (waiting != null) {
            waiting.completeExceptionally(closed());
        }
    }

    @Override
    String source() {
        return "token_file";
    }

    /** Returns what kind it is, and the file. */
    @Override
    public String toString() {
        return "the bearer token in file " + file;
    }
}
