package dev.plumbline.cache.tiered;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NodeLaneTest {
    private final NodeLane lane = new NodeLane("lane", 1, 3, 1_000);
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        release.countDown();
        lane.close();
    }

    @Test
    void fullQueue_refusesAtOnce() throws Exception {
        CompletableFuture<Boolean> blocked = block();
        List<CompletableFuture<String>> waiting = List.of(submit("a", 0), submit("b", 0), submit("c", 0));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(blocked).isNotDone();

        assertBusy(submit("d", 0));
    }

    @Test
    void octetsThatWait_areBoundedAndGivenBack() throws Exception {
        CompletableFuture<Boolean> unused = block();
        CompletableFuture<String> first = submit("a", 900);
        assertBusy(submit("b", 101));

        release.countDown();
        first.get(30, SECONDS);

        // The octets are given back after the future is completed, by the only thread: before the next turn.
        assertThat(submit("small", 0).get(30, SECONDS)).isEqualTo("small");
        assertThat(submit("c", 1_000).get(30, SECONDS)).isEqualTo("c");
    }

    @Test
    void operationGivenUp_isNotRun_butARemovalIs() throws Exception {
        CompletableFuture<Boolean> unused = block();
        submit("a", 0).cancel(false);
        lane.submitAlways(() -> done.add("removal")).cancel(false);

        release.countDown();

        assertThat(submit("last", 0).get(30, SECONDS)).isEqualTo("last");
        assertThat(done).containsExactly("removal", "last");
    }

    @Test
    void close_failsWhatWaitsAndWhatComes() throws Exception {
        CompletableFuture<Boolean> blocked = block();
        CompletableFuture<String> waiting = submit("a", 0);
        lane.close();

        assertThat(blocked).failsWithin(30, SECONDS);
        assertThat(waiting).failsWithin(30, SECONDS);
        assertThat(submit("b", 0)).isCompletedExceptionally();
        assertThat(done).isEmpty();
    }

    @Test
    void failedOperation_harmsNoOther() throws Exception {
        CompletableFuture<Object> failed = lane.submit(10, () -> {
            throw new IllegalStateException("broken");
        });
        assertThat(failed)
                .failsWithin(30, SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(NodeException.class)
                .withMessageContaining("broken");
        assertThat(submit("next", 0).get(30, SECONDS)).isEqualTo("next");
    }

    private CompletableFuture<Boolean> block() throws InterruptedException {
        CompletableFuture<Boolean> blocked = lane.submit(0, () -> {
            running.countDown();
            return release.await(60, SECONDS);
        });
        assertThat(running.await(30, SECONDS)).isTrue();
        return blocked;
    }

    private CompletableFuture<String> submit(String name, int size) {
        return lane.submit(size, () -> {
            done.add(name);
            return name;
        });
    }

    private static void assertBusy(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        assertThat(future.handle((value, failure) -> failure instanceof NodeException node && node.isBusy())
                        .join())
                .isEqualTo(true);
    }
}
