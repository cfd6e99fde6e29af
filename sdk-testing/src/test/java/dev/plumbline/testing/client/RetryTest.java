package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.ClientSettings;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureClientBuilder;
import dev.plumbline.FeatureRequestException;
import dev.plumbline.FeatureUnavailableException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.policy.RetryPolicy;
import dev.plumbline.testing.RecordedCall;
import dev.plumbline.transport.TransportException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RetryTest extends ClientTest {
    /** Steps through virtual time, from one retry to the next, until the read has ended. */
    private void run(CompletableFuture<?> read) {
        while (!read.isDone()) {
            eventually().until(() -> read.isDone() || (store.pendingCount() == 0 && time.pendingTasks() == 2));
            if (!read.isDone()) {
                time.advanceToNextTask();
            }
        }
    }

    private List<Duration> delays() {
        List<RecordedCall> calls = store.calls();
        List<Duration> delays = new ArrayList<>();
        for (int i = 1; i < calls.size(); i++) {
            delays.add(Duration.between(calls.get(i - 1).at(), calls.get(i).at()));
        }
        return delays;
    }

    @Test
    void unavailableTwice_thenOk_isThreeCallsWithFullJitter() {
        FeatureClient client = open(virtual());
        List<Duration> first = new ArrayList<>();
        List<Duration> second = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            store.forgetCalls();
            store.faults().failNext(2, TransportException.Kind.UNAVAILABLE);
            CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
            run(read);

            assertThat(done(read).int64("flights")).isEqualTo(12);
            assertThat(store.callCount()).isEqualTo(3);
            first.add(delays().get(0));
            second.add(delays().get(1));
        }

        assertThat(first).allSatisfy(delay -> assertThat(delay).isBetween(Duration.ZERO, Duration.ofMillis(10)));
        assertThat(second).allSatisfy(delay -> assertThat(delay).isBetween(Duration.ZERO, Duration.ofMillis(20)));
        assertThat(first).anySatisfy(delay -> assertThat(delay).isLessThan(Duration.ofMillis(5)));
        assertThat(first).anySatisfy(delay -> assertThat(delay).isGreaterThan(Duration.ofMillis(5)));
        assertThat(second).anySatisfy(delay -> assertThat(delay).isLessThan(Duration.ofMillis(10)));
        assertThat(second).anySatisfy(delay -> assertThat(delay).isGreaterThan(Duration.ofMillis(10)));
    }

    @Test
    void failuresThatGoOn_endAfterThreeAttempts() {
        FeatureClient client = open(virtual());
        store.faults().failAlways(TransportException.Kind.ABORTED);
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        run(read);

        assertThat(failure(read))
                .isInstanceOfSatisfying(
                        FeatureUnavailableException.class,
                        e -> assertThat(e.attempts()).isEqualTo(3));
        assertThat(store.callCount()).isEqualTo(3);
        assertThat(time.pendingTasks()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = TransportException.Kind.class,
            names = {"UNAVAILABLE", "TIMEOUT", "ABORTED"},
            mode = EnumSource.Mode.EXCLUDE)
    void failuresThatStay_areNotRetried(TransportException.Kind kind) {
        FeatureClient client = open(virtual());
        store.faults().failNext(1, kind);

        Throwable failure = failure(client.getAsync(AIRPORT, DFW));

        assertThat(store.callCount()).isEqualTo(1);
        if (kind == TransportException.Kind.INVALID_REQUEST) {
            assertThat(failure).isInstanceOf(FeatureRequestException.class);
        }
    }

    @Test
    void overloadedServer_isAskedAgainWhenItSays() {
        FeatureClient client = open(virtual());
        store.faults().failNext(1, TransportException.Kind.OVERLOADED).retryAfter(Duration.ofMillis(7));
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        run(read);

        assertThat(done(read).int64("flights")).isEqualTo(12);
        assertThat(delays()).containsExactly(Duration.ofMillis(7));
    }

    @Test
    void serverThatWantsNoOtherCall_getsNone() {
        FeatureClient client = open(virtual());
        store.faults().failAlways(TransportException.Kind.OVERLOADED).retryAfter(Duration.ofMillis(-1));

        failure(client.getAsync(AIRPORT, DFW));

        assertThat(store.callCount()).isEqualTo(1);
    }

    @Test
    void wishPastTheDeadline_isNotWaitedFor() {
        FeatureClient client = open(virtual());
        store.faults().failAlways(TransportException.Kind.UNAVAILABLE).retryAfter(Duration.ofMinutes(1));

        assertThat(failure(client.getAsync(AIRPORT, DFW))).isInstanceOf(FeatureUnavailableException.class);
        assertThat(store.callCount()).isEqualTo(1);
    }

    private FeatureClientBuilder hurried() {
        return virtual()
                .deadline(Duration.ofMillis(40))
                .settings(ClientSettings.of(Map.of("connect-grace", "1ms")))
                .retry(RetryPolicy.builder()
                        .maxAttempts(10)
                        .baseDelay(Duration.ofMillis(20))
                        .maxDelay(Duration.ofMillis(20))
                        .build());
    }

    @Test
    void noRetry_startsPastTheDeadline() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        FeatureClient client = open(hurried().meters(meters));
        store.faults().failAlways(TransportException.Kind.UNAVAILABLE);
        for (int i = 0; i < 20; i++) {
            // What the read before had still planned would blur the steps of this one.
            time.advance(Duration.ofMillis(20));
            store.forgetCalls();
            Instant start = time.instant();
            CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
            run(read);
            failure(read);

            assertThat(Duration.between(start, time.instant())).isLessThanOrEqualTo(Duration.ofMillis(40));
            assertThat(store.calls())
                    .allSatisfy(call -> assertThat(call.timeLeft()).isGreaterThanOrEqualTo(Duration.ofMillis(5)));
        }
        int calls = store.callCount();
        time.advance(Duration.ofSeconds(1));
        assertThat(store.callCount()).isEqualTo(calls);
    }

    @Test
    void cancelBetweenAttempts_keepsTheNextFromStarting() {
        FeatureClient client = open(virtual());
        store.faults().failAlways(TransportException.Kind.UNAVAILABLE);
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        eventually().until(() -> store.pendingCount() == 0 && time.pendingTasks() == 2);

        read.cancel(true);
        time.advance(Duration.ofSeconds(1));

        assertThat(store.callCount()).isEqualTo(1);
    }

    @Test
    void retryPolicyOfNever_makesOneCall() {
        FeatureClient client = open(virtual().retry(RetryPolicy.never()));
        store.faults().failAlways(TransportException.Kind.UNAVAILABLE);

        failure(client.getAsync(AIRPORT, DFW));

        assertThat(store.callCount()).isEqualTo(1);
    }
}
