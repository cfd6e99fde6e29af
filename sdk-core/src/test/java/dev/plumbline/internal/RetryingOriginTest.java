package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.policy.RetryPolicy;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryingOriginTest {
    private static final List<EntityKey> KEYS = List.of(EntityKey.of(5));

    private final ManualScheduler time = new ManualScheduler();
    private final HeldOrigin held = new HeldOrigin();

    private CompletableFuture<List<FeatureRow>> fetch(Duration deadline) {
        Origin origin =
                RetryingOrigin.create(RetryPolicy.ofDefaults(), time.runtime(), new Telemetry(time.runtime()), held);
        return origin.fetch(new Origin.Call(time.nanos() + deadline.toNanos(), Context.root(), Map.of(), 1), KEYS);
    }

    private static void ended(CompletableFuture<?> read, TransportException failure, int attempts) {
        assertThat(read).isCompletedExceptionally();
        assertThatThrownBy(read::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(AttemptFailure.class, last -> {
                    assertThat(last.failure()).isSameAs(failure);
                    assertThat(last.attempts()).isEqualTo(attempts);
                });
    }

    @Test
    void create_policyOfOneAttempt_addsNoLayer() {
        assertThat(RetryingOrigin.create(RetryPolicy.never(), time.runtime(), new Telemetry(time.runtime()), held))
                .isSameAs(held);
    }

    @Test
    void fetch_firstAttempt_leavesAtOnce_andSuccessSchedulesNothing() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        held.last().succeed();
        assertThat(read.join())
                .singleElement()
                .satisfies(row -> assertThat(row.int64("n")).isEqualTo(5));
        assertThat(time.waiting()).isZero();
    }

    @Test
    void fetch_attemptsAreNumbered_andTheLastFailureIsTold() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        TransportException last = HeldOrigin.failure(Kind.ABORTED);
        held.last().fail(HeldOrigin.failure(Kind.UNAVAILABLE));
        time.advance(Duration.ofMillis(10));
        held.last().fail(HeldOrigin.failure(Kind.TIMEOUT));
        time.advance(Duration.ofMillis(20));
        held.last().fail(last);
        ended(read, last, 3);
        assertThat(held.fetches).extracting(fetch -> fetch.call().attempt()).containsExactly(1, 2, 3);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void fetch_failureThatStaysAfterARetry_ends() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        TransportException last = HeldOrigin.failure(Kind.PROTOCOL);
        held.last().fail(HeldOrigin.failure(Kind.UNAVAILABLE));
        time.advance(Duration.ofMillis(10));
        held.last().fail(last);
        ended(read, last, 2);
    }

    @Test
    void fetch_serverThatSaysNever_isNotAskedAgain() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        TransportException failure = HeldOrigin.failure(Kind.OVERLOADED).withRetryAfter(Duration.ofMillis(-1));
        held.last().fail(failure);
        ended(read, failure, 1);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void fetch_serverThatSaysWhen_isAskedThenAndNotBefore() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        held.last().fail(HeldOrigin.failure(Kind.OVERLOADED).withRetryAfter(Duration.ofMillis(300)));
        time.advance(Duration.ofMillis(299));
        assertThat(held.fetches).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(held.fetches).hasSize(2);
        held.last().succeed();
        assertThat(read).isCompleted();
    }

    @Test
    void fetch_overloadedWithoutATime_isNotRetried() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        TransportException failure = HeldOrigin.failure(Kind.OVERLOADED);
        held.last().fail(failure);
        ended(read, failure, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {496, 500, 86_400_000, Long.MAX_VALUE / 1_000_000, Long.MAX_VALUE})
    void fetch_wishPastTheDeadline_endsAtOnce(long millis) {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        TransportException failure = HeldOrigin.failure(Kind.UNAVAILABLE).withRetryAfter(Duration.ofMillis(millis));
        held.last().fail(failure);
        ended(read, failure, 1);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void fetch_wishPastTheDeadlineAfterARetry_endsAtOnce() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        held.last().fail(HeldOrigin.failure(Kind.UNAVAILABLE));
        time.advance(Duration.ofMillis(10));
        TransportException failure = HeldOrigin.failure(Kind.UNAVAILABLE).withRetryAfter(Duration.ofSeconds(1));
        held.last().fail(failure);
        ended(read, failure, 2);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void fetch_tooLittleTimeLeftWhenTheDelayIsOver_endsWithoutAnAttempt() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(100));
        time.advance(Duration.ofMillis(96));
        TransportException failure = HeldOrigin.failure(Kind.UNAVAILABLE);
        held.last().fail(failure);
        ended(read, failure, 1);
    }

    @Test
    void cancel_duringAnAttempt_reachesIt() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofMillis(500));
        held.last().fail(HeldOrigin.failure(Kind.UNAVAILABLE));
        time.advance(Duration.ofMillis(10));
        read.cancel(true);
        assertThat(held.fetches).hasSize(2);
        assertThat(held.last().answer()).isCancelled();
    }

    @Test
    void cancel_betweenAttempts_keepsTheNextFromStarting() {
        CompletableFuture<List<FeatureRow>> read = fetch(Duration.ofSeconds(5));
        held.last().fail(HeldOrigin.failure(Kind.UNAVAILABLE).withRetryAfter(Duration.ofSeconds(1)));
        read.cancel(true);
        time.advance(Duration.ofSeconds(5));
        assertThat(held.fetches).hasSize(1);
    }
}
