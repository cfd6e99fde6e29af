package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureTimeoutException;
import dev.plumbline.FeatureUnavailableException;
import dev.plumbline.Written;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key that fails and has left nothing to serve is not loaded for every read. */
final class FailureMemoTest extends SharedFarTest {
    @BeforeEach
    void failDfw() {
        store.faults().failRows(TransportException.Kind.INTERNAL, DFW);
    }

    private void fails(FeatureClient client) {
        assertThat(failure(client.getAsync(AIRPORT, DFW))).isInstanceOf(FeatureUnavailableException.class);
    }

    @Test
    void failingKey_isLoadedOnceInAMoment() {
        FeatureClient client = nearOnly();
        for (int i = 0; i < 20; i++) {
            fails(client);
            time.advance(Duration.ofMillis(10));
        }
        assertThat(store.callCount()).isOne();

        fails(client);
        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void failingKey_failsItsRowOfABatch() {
        FeatureClient client = nearOnly();
        fails(client);

        assertThat(done(client.getAllAsync(AIRPORT, List.of(DFW, ORD))))
                .extracting(FeatureRow::status)
                .containsExactly(RowStatus.ERROR, RowStatus.PRESENT);
        assertThat(store.calls().get(1).keys()).containsExactly(ORD);
    }

    @Test
    void failingKeyBehindAFarTier_isNotLookedForEither() {
        FeatureClient client = farOnly();
        fails(client);
        fails(client);

        assertThat(far.reads).hasSize(1);
        assertThat(store.callCount()).isOne();
    }

    @Test
    void invalidate_forgetsTheFailure() {
        FeatureClient client = nearOnly();
        fails(client);
        store.faults().clear();

        client.invalidate(AIRPORT, DFW);

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
    }

    @Test
    void invalidateAll_forgetsTheFailure() {
        FeatureClient client = nearOnly();
        fails(client);
        store.faults().clear();

        client.invalidateAll();

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
    }

    @Test
    void write_forgetsTheFailure() {
        FeatureClient client = nearOnly();
        fails(client);
        store.faults().clear();

        client.write(AIRPORT, DFW, Written::something);

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
    }

    @Test
    void loadThatFailsAfterItWasDetached_isNotRemembered() {
        FeatureClient client = nearOnly();
        store.faults().hold();
        CompletableFuture<FeatureRow> before = client.getAsync(AIRPORT, DFW);
        client.invalidate(AIRPORT, DFW);
        store.faults().release();
        assertThat(failure(before)).isInstanceOf(FeatureUnavailableException.class);
        store.faults().clear();

        assertThat(done(client.getAsync(AIRPORT, DFW)).int64("flights")).isEqualTo(12);
    }

    @Test
    void readDuringAWrite_isNotRemembered() {
        FeatureClient client = nearOnly();

        client.write(AIRPORT, DFW, () -> {
            fails(client);
            fails(client);
            return Written.something();
        });

        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void clientWithoutACache_triesEachTime() {
        FeatureClient client = open(inline());
        fails(client);
        fails(client);

        assertThat(store.callCount()).isEqualTo(2);
    }

    @Test
    void loadThatIsLate_isRemembered() {
        store.faults().clear().hold();
        FeatureClient client = nearOnly();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);
        time.advance(Duration.ofSeconds(2));
        assertThat(failure(read)).isInstanceOf(FeatureTimeoutException.class);

        assertThat(failure(client.getAsync(AIRPORT, DFW))).isInstanceOf(FeatureTimeoutException.class);
        assertThat(store.callCount()).isOne();
    }

    @Test
    void staleRow_isServedInstead_andTheKeyIsLoadedOnceInAMoment() {
        store.faults().clear();
        FeatureClient client = nearOnly();
        client.get(AIRPORT, DFW);
        time.advance(Duration.ofSeconds(100));
        failDfw();

        for (int i = 0; i < 20; i++) {
            assertThat(done(client.getAsync(AIRPORT, DFW)).int64("flights")).isEqualTo(12);
            time.advance(Duration.ofMillis(10));
        }
        assertThat(store.callCount()).isEqualTo(2);
        done(client.getAsync(AIRPORT, DFW));
        assertThat(store.callCount()).isEqualTo(3);
    }
}
