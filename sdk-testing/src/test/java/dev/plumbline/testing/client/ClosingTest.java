package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureRejectedException;
import dev.plumbline.cache.FarTier;
import dev.plumbline.cache.FeatureCache;
import dev.plumbline.cache.NearTier;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.runtime.Ticker;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.FeatureTransport;
import dev.plumbline.transport.FetchRequest;
import dev.plumbline.transport.ViewBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is under way when a client is closed. */
final class ClosingTest extends SharedFarTest {
    @Test
    void operationThatEndsLate_bringsNoMeterBack() {
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        far.fault("delete", () -> late);
        FeatureClient client = both();
        CompletableFuture<Boolean> forgotten = client.invalidate(AIRPORT, DFW);
        assertThat(meters.getMeters()).isNotEmpty();

        client.close();
        late.complete(true);

        assertThat(forgotten).isCompletedWithValue(true);
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void readThatBeginsWhileTheClientIsClosed_ends() throws Exception {
        SilentTransport transport = new SilentTransport();
        Thread[] reader = new Thread[1];
        // A read's first look at the clock comes after it has found the client open.
        Ticker ticker = () -> {
            if (Thread.currentThread() == reader[0]) {
                transport.reading.countDown();
                SilentTransport.await(transport.closing);
            }
            return System.nanoTime();
        };
        FeatureClient client = open(FeatureClient.builder(transport)
                .views(AIRPORT)
                .environment(Map.of())
                .ticker(ticker));
        CompletableFuture<CompletableFuture<FeatureRow>> read = new CompletableFuture<>();
        reader[0] = new Thread(() -> read.complete(client.getAsync(AIRPORT, DFW)));
        reader[0].start();
        SilentTransport.await(transport.reading);

        client.close();

        assertThat(failure(done(read))).isInstanceOf(FeatureRejectedException.class);
    }

    @Test
    void clientThatIsNotBuilt_leavesNoMeter_andTheCacheOfAnotherClientAlone() {
        TakenCache taken = new TakenCache();

        assertThatThrownBy(() -> builder().cache(taken).meters(meters).build()).hasMessage("taken");

        assertThat(meters.getMeters()).isEmpty();
        assertThat(taken.closed).isFalse();
    }

    /** A cache that another client has. */
    private static final class TakenCache implements FeatureCache {
        private boolean closed;

        @Override
        public void start(ClientRuntime runtime) {
            throw new IllegalStateException("taken");
        }

        @Override
        public Optional<NearTier> near() {
            return Optional.empty();
        }

        @Override
        public Optional<FarTier> far() {
            return Optional.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Answers nothing, not even when it is closed; and that takes until it has been asked. */
    private static final class SilentTransport implements FeatureTransport {
        final CountDownLatch reading = new CountDownLatch(1);
        final CountDownLatch closing = new CountDownLatch(1);
        private final CountDownLatch asked = new CountDownLatch(1);

        static void await(CountDownLatch latch) {
            try {
                if (!latch.await(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("nothing came of it");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public String name() {
            return "silent";
        }

        @Override
        public int maxEntities() {
            return 100;
        }

        @Override
        public void start(ClientRuntime runtime) {}

        @Override
        public void bind(ViewBinding binding) {}

        @Override
        public CompletableFuture<List<FeatureRow>> fetch(FetchRequest request, CallContext context) {
            asked.countDown();
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Void> warmUp() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void recover() {}

        @Override
        public void close() {
            closing.countDown();
            await(asked);
        }
    }
}
