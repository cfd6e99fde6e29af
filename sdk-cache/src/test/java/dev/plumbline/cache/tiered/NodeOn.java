package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.cache.tiered.NodeException.Reason;
import dev.plumbline.runtime.ClientRuntime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A node with a runtime of its own and what happened to it. */
final class NodeOn implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Long enough for a machine that is very busy. */
    static final Duration AMPLE = Duration.ofSeconds(20);

    private static final long LONG_NANOS = Duration.ofSeconds(20).toNanos();

    final TestRuntime runtime = new TestRuntime();
    final CountingEvents events = new CountingEvents();
    final XmemcachedNode node;

    NodeOn(String address) {
        this(address, HostResolver.SYSTEM);
    }

    NodeOn(String address, HostResolver resolver) {
        this(address, resolver, 1);
    }

    private NodeOn(String address, HostResolver resolver, int haste) {
        node = new XmemcachedNode(NodeAddress.parse(address), resolver, events);
        ClientRuntime real = runtime.runtime();
        node.start(ClientRuntime.builder(
                        (task, delay) -> real.scheduler().schedule(task, delay > LONG_NANOS ? delay / haste : delay),
                        real.executor())
                .clientName("test")
                .build());
    }

    /** For tests of what happens twice a minute: that comes after a tenth of a second. */
    static NodeOn hasty(String address, HostResolver resolver) {
        return new NodeOn(address, resolver, 300);
    }

    /** Connects and waits until operations are sent. */
    static NodeOn up(String address) {
        NodeOn on = new NodeOn(address);
        on.awaitUp();
        return on;
    }

    void awaitUp() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(node.state()).isEqualTo(Node.State.CLOSED));
    }

    void awaitDown() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> assertThat(node.state()).isNotEqualTo(Node.State.CLOSED));
    }

    static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    CompletableFuture<List<NodeRead>> get(Duration within, int leaseSeconds, String... names) {
        return node.getMany(List.of(names), leaseSeconds, in(within));
    }

    NodeRead get(String name) {
        return done(get(AMPLE, 0, name)).get(0);
    }

    NodeToken token(String name) {
        return Objects.requireNonNull(get(name).token());
    }

    NodeRead lease(String name) {
        return done(get(AMPLE, 30, name)).get(0);
    }

    boolean set(String name, String value) {
        return set(name, value, null);
    }

    boolean set(String name, String value, @Nullable NodeToken token) {
        return done(node.set(name, value(value), 100, token, in(AMPLE)));
    }

    boolean delete(String name, @Nullable NodeToken token) {
        return done(node.delete(name, token, in(AMPLE)));
    }

    static StoredValue value(String text) {
        return new StoredValue(7, text.getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable String text(NodeRead read) {
        StoredValue value = read.value();
        return value == null ? null : new String(value.data(), StandardCharsets.UTF_8);
    }

    static <T> T done(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits for a failure and returns its reason. */
    static Reason failure(CompletableFuture<?> future) {
        try {
            throw new AssertionError("no failure but " + future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NodeException why) {
                return why.reason();
            }
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        node.close();
        runtime.close();
    }
}
