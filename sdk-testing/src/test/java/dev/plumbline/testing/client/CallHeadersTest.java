package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Metadata of single calls: how far it travels, and which reads it keeps apart. */
final class CallHeadersTest extends SharedFarTest {
    private static final CallOptions SHOP = CallOptions.ofDefaults().withHeader("x-caller", "shop");
    private static final CallOptions OTHER = CallOptions.ofDefaults().withHeader("x-caller", "other");

    private List<String> callers() {
        return store.calls().stream()
                .map(call -> call.headers().getOrDefault("x-caller", "-"))
                .toList();
    }

    @Test
    void headers_travelWithTheCall_besideThePreference() {
        open(inline()).get(AIRPORT, DFW, SHOP.withHeader("x-team", "a b").withReadPreference(ReadPreference.PRIMARY));

        assertThat(store.calls().get(0).headers())
                .isEqualTo(Map.of("x-caller", "shop", "x-team", "a b", "plumbline-read-preference", "primary"));
    }

    @Test
    void loadsAreSharedAmongEqualHeadersOnly() {
        FeatureClient client = nearOnly();
        store.faults().hold();
        List<CompletableFuture<FeatureRow>> reads = List.of(
                client.getAsync(AIRPORT, DFW, SHOP),
                client.getAsync(AIRPORT, DFW, OTHER),
                client.getAsync(AIRPORT, DFW),
                client.getAsync(AIRPORT, DFW, CallOptions.ofDefaults().withHeader("x-caller", "shop")),
                client.getAsync(AIRPORT, DFW, SHOP));

        assertThat(callers()).containsExactly("shop", "other", "-");
        assertThat(counted("plumbline.client.coalesced.requests")).isEqualTo(2);
        store.faults().release();
        reads.forEach(read -> assertThat(done(read).int64("flights")).isEqualTo(12));
        assertThat(near.entries).hasSize(1);
    }

    @Test
    void batchesAreMergedAmongEqualHeadersOnly() {
        FeatureClient client = open(inline().maxInFlightBatches(1));
        keys(0, 8).forEach(key -> putFlights(key, (Long) key.value(0)));
        store.faults().hold();
        for (int i = 0; i < 8; i++) {
            client.getAsync(AIRPORT, keys(0, 8).get(i), i % 2 == 0 ? SHOP : OTHER);
        }
        assertThat(callers()).containsExactly("shop", "other");
        store.faults().release();

        assertThat(callers()).containsExactlyInAnyOrder("shop", "other", "shop", "other");
        assertThat(store.calls()).extracting(call -> call.keys().size()).containsExactly(1, 1, 3, 3);
        store.faults().hold();
        // Lanes that were left empty are gone, and come back.
        client.getAsync(AIRPORT, DFW, SHOP);
        assertThat(store.callCount()).isEqualTo(5);
        store.faults().release();
    }

    @Test
    void tiers_answerAndAreFilledWhateverTheHeaders() {
        FeatureClient client = both();

        client.get(AIRPORT, DFW, SHOP);

        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(client.get(AIRPORT, DFW, OTHER).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(farOnly().get(AIRPORT, DFW, OTHER).tier()).isEqualTo(ReadTier.FAR);
        assertThat(callers()).containsExactly("shop");
    }

    @Test
    void renewal_carriesTheHeadersOfTheReadThatStartsIt_andIsOneForAll() {
        FeatureClient client = nearOnly();
        client.get(AIRPORT, DFW);
        time.advance(Duration.ofSeconds(40));
        store.faults().hold();

        client.get(AIRPORT, DFW, SHOP);
        client.get(AIRPORT, DFW, OTHER);
        client.get(AIRPORT, DFW);

        assertThat(callers()).containsExactly("-", "shop");
        putFlights(DFW, 13);
        store.faults().release();
    }

    @Test
    void failureUnderOneHeader_isNotRememberedForOthers() {
        FeatureClient client = nearOnly();
        store.faults().failNext(1, TransportException.Kind.UNAUTHENTICATED);
        failure(client.getAsync(AIRPORT, DFW, SHOP));

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
        assertThat(client.get(AIRPORT, ORD, SHOP).int64("flights")).isEqualTo(7);
    }

    @Test
    void failureWithoutAHeader_isNoAnswerToOneWithIt() {
        FeatureClient client = nearOnly();
        store.faults().failNext(1, TransportException.Kind.UNAUTHENTICATED);
        failure(client.getAsync(AIRPORT, DFW));

        assertThat(client.get(AIRPORT, DFW, SHOP).int64("flights")).isEqualTo(12);
    }

    @Test
    void noMeter_holdsAHeader() {
        both().get(AIRPORT, DFW, SHOP);

        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain("shop", "x-caller"));
    }

    @Test
    void abandonedLoad_underAHeader_isCancelledAndAnotherStarts() {
        FeatureClient client = open(inline());
        store.faults().hold();
        client.getAsync(AIRPORT, DFW, SHOP).cancel(true);
        assertThat(store.cancelledCount()).isOne();
        store.faults().release();

        assertThat(done(client.getAsync(AIRPORT, DFW, SHOP)).int64("flights")).isEqualTo(12);
        assertThat(time.pendingTasks()).isZero();
    }
}
