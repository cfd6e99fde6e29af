package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.cache.FarRead;
import dev.plumbline.cache.FarTier.FillOutcome;
import dev.plumbline.runtime.ClientRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Time and trouble, on nodes and a clock that do what the test says. */
final class FarDeadlineTest {
    private static final List<CacheKey> KEYS =
            LongStream.range(0, 250).mapToObj(i -> Rows.key(Rows.SMALL, i)).toList();
    private static final FarKeys NAMES = new FarKeys("test");

    private final FakeNode prompt = new FakeNode();
    private final FakeNode silent = new FakeNode();
    private final NodeRouting routing = new NodeRouting(List.of(NodeAddress.parse("a:1"), NodeAddress.parse("b:1")));
    private final MemcachedFar far =
            new MemcachedFar(List.of(prompt, silent), routing, NAMES, Duration.ofMillis(10), 900 << 10);
    private final List<Later> laters = new ArrayList<>();
    private long now = 1_000;

    @Test
    void silentNode_endsWithTheTimeout() {
        start(Runnable::run);
        CompletableFuture<List<FarRead>> reads = far.readMany(KEYS, Duration.ZERO, now + 50_000_000);
        assertThat(reads).isNotDone();
        assertThat(laters).hasSize(1);
        assertThat(laters.get(0).delayNanos).isEqualTo(10_000_000);

        laters.get(0).task.run();

        List<FarRead> answers = ended(reads);
        for (int i = 0; i < KEYS.size(); i++) {
            boolean isPrompt = routing.nodeOf(NAMES.of(KEYS.get(i)).routingHash()) == 0;
            assertThat(answers.get(i)).isEqualTo(isPrompt ? FarRead.miss() : FarRead.error());
        }
        assertThat(silent.pending).as("given up").allMatch(CompletableFuture::isDone);
    }

    @Test
    void nearDeadline_cutsTheTimeout() {
        start(Runnable::run);
        CompletableFuture<List<FarRead>> unused = far.readMany(KEYS, Duration.ZERO, now + 3_000_000);

        assertThat(laters).singleElement().extracting(later -> later.delayNanos).isEqualTo(3_000_000L);
        assertThat(silent.lastTimeoutMillis).isEqualTo(3);
    }

    @Test
    void passedDeadline_asksNobody() {
        start(Runnable::run);

        assertThat(far.readMany(KEYS, Duration.ZERO, now).join()).containsOnly(FarRead.error());
        assertThat(silent.pending).isEmpty();
    }

    @Test
    void writesToASilentNode_endWithTheTimeout() {
        start(Runnable::run);
        CacheKey key = KEYS.stream()
                .filter(candidate -> routing.nodeOf(NAMES.of(candidate).routingHash()) == 1)
                .findFirst()
                .orElseThrow();
        CompletableFuture<FillOutcome> fill = far.fill(key, null, Rows.small(1), Duration.ofSeconds(60));
        CompletableFuture<Boolean> invalidate = far.invalidate(key);
        assertThat(fill).isNotDone();
        assertThat(invalidate).isNotDone();

        laters.forEach(later -> later.task.run());

        assertThat(ended(fill)).isEqualTo(FillOutcome.FAILED);
        assertThat(ended(invalidate)).isFalse();
    }

    @Test
    void promptAnswer_takesItsTimerBack() {
        List<Runnable> work = new ArrayList<>();
        start(work::add);
        CacheKey key = KEYS.stream()
                .filter(candidate -> routing.nodeOf(NAMES.of(candidate).routingHash()) == 0)
                .findFirst()
                .orElseThrow();
        CompletableFuture<List<FarRead>> read = far.readMany(List.of(key), Duration.ZERO, now + 50_000_000);
        assertThat(read).as("decoded on the executor").isNotDone();

        work.forEach(Runnable::run);

        assertThat(ended(read)).containsExactly(FarRead.miss());
        assertThat(laters).singleElement().matches(later -> later.cancelled);
    }

    @Test
    void requests_holdAHundredNamesAtMost() {
        start(Runnable::run);
        CompletableFuture<List<FarRead>> unused = far.readMany(KEYS, Duration.ZERO, now + 50_000_000);

        assertThat(prompt.sizes).allMatch(size -> size <= 100).hasSizeGreaterThan(1);
        assertThat(prompt.sizes.stream().mapToInt(Integer::intValue).sum()
                        + silent.sizes.stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(KEYS.size());
    }

    @Test
    void valuesNobodyAskedFor_areIgnored() {
        prompt.extra.put("pl1:somebody:else", new StoredValue(Envelope.MEMCACHED_FLAGS, new byte[70]));
        start(Runnable::run);
        CompletableFuture<List<FarRead>> reads = far.readMany(KEYS, Duration.ZERO, now + 50_000_000);
        laters.forEach(later -> later.task.run());

        assertThat(ended(reads)).hasSize(KEYS.size()).contains(FarRead.miss());
        assertThat(far.rejections().of(Rejections.Reason.CORRUPT)).isZero();
    }

    @Test
    void executorThatTakesNothing_makesErrors() {
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };
        start(closed);
        CompletableFuture<List<FarRead>> reads = far.readMany(KEYS, Duration.ZERO, now + 50_000_000);
        CompletableFuture<Boolean> invalidate = far.invalidate(KEYS.get(0));
        laters.forEach(later -> later.task.run());

        assertThat(ended(reads)).hasSize(KEYS.size()).containsOnly(FarRead.error());
        assertThat(ended(invalidate)).isFalse();
    }

    @Test
    void beforeStart_nothingIsKnown() {
        assertThat(far.readMany(KEYS, Duration.ZERO, Long.MAX_VALUE).join()).containsOnly(FarRead.error());
        assertThat(far.fill(KEYS.get(0), null, Rows.small(1), Duration.ofSeconds(1))
                        .join())
                .isEqualTo(FillOutcome.FAILED);
        assertThat(far.invalidate(KEYS.get(0)).join()).isFalse();
    }

    private void start(Executor executor) {
        silent.silent = true;
        far.start(ClientRuntime.builder(
                        (task, delay) -> {
                            Later later = new Later(task, delay);
                            laters.add(later);
                            return () -> later.cancelled = true;
                        },
                        executor)
                .ticker(() -> now)
                .build());
    }

    private static <T> T ended(CompletableFuture<T> future) {
        assertThat(future).isDone();
        return future.join();
    }

    private static final class Later {
        final Runnable task;
        final long delayNanos;
        boolean cancelled;

        Later(Runnable task, long delayNanos) {
            this.task = task;
            this.delayNanos = delayNanos;
        }
    }

    private static final class FakeNode implements MemcachedNode {
        final List<CompletableFuture<?>> pending = new ArrayList<>();
        final List<Integer> sizes = new ArrayList<>();
        final Map<String, StoredValue> extra = new HashMap<>();
        boolean silent;
        long lastTimeoutMillis;

        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public CompletableFuture<Map<String, StoredValue>> getMany(List<String> names, long timeoutMillis) {
            sizes.add(names.size());
            lastTimeoutMillis = timeoutMillis;
            return answer(extra);
        }

        @Override
        public CompletableFuture<Void> set(String name, StoredValue value, int ttlSeconds, long timeoutMillis) {
            return nothing();
        }

        @Override
        public CompletableFuture<Void> delete(String name, long timeoutMillis) {
            return nothing();
        }

        @SuppressWarnings("NullAway") // Nothing is all that a Void future can hold.
        private CompletableFuture<Void> nothing() {
            return answer(null);
        }

        private <T> CompletableFuture<T> answer(T value) {
            if (!silent) {
                return CompletableFuture.completedFuture(value);
            }
            CompletableFuture<T> never = new CompletableFuture<>();
            pending.add(never);
            return never;
        }

        @Override
        public void close() {}
    }
}
