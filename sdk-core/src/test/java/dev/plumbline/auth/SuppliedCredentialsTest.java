package dev.plumbline.auth;

import static dev.plumbline.auth.AuthBed.bearer;
import static dev.plumbline.auth.AuthBed.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SuppliedCredentialsTest {
    private static final String SECRET = "s3cr3t";

    private final AuthBed bed = new AuthBed();

    @AfterEach
    void stop() {
        bed.close();
    }

    private Credentials started(Supplier<String> supplier) {
        Credentials credentials = Credentials.bearer(supplier);
        credentials.start(bed.runtime);
        return credentials;
    }

    @Test
    void supplier_isAskedForEachCall_onAnotherThread() throws Exception {
        AtomicInteger count = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        Credentials credentials = started(() -> {
            threads.add(Thread.currentThread());
            return "t" + count.incrementAndGet();
        });

        assertThat(bearer(credentials)).isEqualTo("t1");
        assertThat(bearer(credentials)).isEqualTo("t2");
        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void slowSupplier_isAskedOnce_andOneWhoCancelsHarmsNobody() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        Credentials credentials = started(() -> {
            awaitQuietly(go);
            return "t" + count.incrementAndGet();
        });
        List<CompletableFuture<Map<String, String>>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(credentials.headers());
        }
        calls.remove(0).cancel(true);
        go.countDown();

        for (CompletableFuture<Map<String, String>> call : calls) {
            assertThat(AuthBed.get(call)).containsEntry("authorization", "Bearer t1");
        }
    }

    @Test
    void supplierThatHangs_isAskedAgainBesideThat() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        Credentials credentials = started(() -> {
            if (count.incrementAndGet() == 1) {
                awaitQuietly(never);
            }
            return "t" + count.get();
        });
        CompletableFuture<Map<String, String>> hung = credentials.headers();
        bed.advance(Duration.ofSeconds(29));
        assertThat(credentials.headers()).isNotDone();
        bed.advance(Duration.ofSeconds(1));

        assertThat(bearer(credentials)).isEqualTo("t2");
        assertThat(hung).isNotDone();
        never.countDown();
    }

    @Test
    void failures_areTyped_andTellNothingOfWhatWasThrownOrGiven() throws Exception {
        TransportException thrown = failure(started(() -> {
                    throw new IllegalArgumentException("not " + SECRET);
                })
                .headers());
        assertThat(thrown.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(AuthBed.printed(thrown)).contains("IllegalArgumentException").doesNotContain(SECRET);

        TransportException bad = failure(started(() -> SECRET + "\nx: y").headers());
        assertThat(bad.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(AuthBed.printed(bad)).contains("the end of a line").doesNotContain(SECRET);

        assertThat(failure(started(() -> null).headers())).hasMessageContaining("is empty");
        assertThat(failure(started(() -> {
                            throw new StackOverflowError();
                        })
                        .headers()))
                .hasMessageContaining("StackOverflowError");
    }

    @Test
    void close_endsThoseWhoWait() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Credentials credentials = started(() -> {
            awaitQuietly(never);
            return "late";
        });
        CompletableFuture<Map<String, String>> waiting = credentials.headers();
        credentials.close();

        assertThat(failure(waiting).kind()).isEqualTo(Kind.CLOSED);
        never.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("never released");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
