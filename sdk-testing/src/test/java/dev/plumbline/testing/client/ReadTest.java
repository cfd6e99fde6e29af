package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureProtocolException;
import dev.plumbline.FeatureRejectedException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.StalenessBounds;
import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.transport.TransportException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ReadTest extends ClientTest {
    private final FeatureClient client = open(builder());

    @Test
    void get_answersTheRow() {
        FeatureRow row = client.get(AIRPORT, DFW);

        assertThat(row.int64("flights")).isEqualTo(12);
        assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
    }

    @Test
    void getAsync_answersTheRow() {
        assertThat(done(client.getAsync(AIRPORT, DFW)).float64("mean_delay")).isEqualTo(3.5);
    }

    @Test
    void get_anUnknownEntity_isARowNotFound() {
        assertThat(client.get(AIRPORT, NOWHERE).status()).isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void getAll_answersOneRowForEachKeyInOrder() {
        FeatureRows rows = client.getAll(AIRPORT, List.of(ORD, NOWHERE, DFW, ORD));

        assertThat(rows).extracting(row -> row.int64("flights", -1)).containsExactly(7L, -1L, 12L, 7L);
        assertThat(rows.key(2)).isEqualTo(DFW);
        assertThat(store.calls()).hasSize(1);
        assertThat(store.entityCount()).isEqualTo(3);
    }

    @Test
    void getAllAsync_answersOneRowForEachKeyInOrder() {
        assertThat(done(client.getAllAsync(AIRPORT, List.of(ORD, DFW))))
                .extracting(row -> row.int64("flights"))
                .containsExactly(7L, 12L);
    }

    @Test
    void getAll_ofNoKey_isEmptyAndMakesNoCall() {
        assertThat(client.getAll(AIRPORT, List.of()).size()).isZero();
        assertThat(done(client.getAllAsync(AIRPORT, List.of())).size()).isZero();
        assertThat(store.callCount()).isZero();
    }

    @Test
    void getAll_oneFailedRow_failsAlone() {
        store.faults().failRows(TransportException.Kind.INTERNAL, ORD);

        FeatureRows rows = client.getAll(AIRPORT, List.of(ORD, DFW));

        assertThat(rows).extracting(FeatureRow::status).containsExactly(RowStatus.ERROR, RowStatus.PRESENT);
    }

    @Test
    void get_moreRowsThanKeys_isAProtocolFailure() {
        store.faults().extraRows(1);

        assertThatThrownBy(() -> client.get(AIRPORT, DFW))
                .isInstanceOf(FeatureProtocolException.class)
                .hasMessageContaining("2 rows for 1 keys");
    }

    @Test
    void closedClient_refusesEveryCall() {
        client.close();
        client.close();

        assertThatThrownBy(() -> client.get(AIRPORT, DFW)).isInstanceOf(FeatureRejectedException.class);
        assertThatThrownBy(() -> client.getAsync(AIRPORT, DFW)).isInstanceOf(FeatureRejectedException.class);
        assertThatThrownBy(() -> client.getAll(AIRPORT, List.of(DFW))).isInstanceOf(FeatureRejectedException.class);
        assertThatThrownBy(() -> client.getAllAsync(AIRPORT, List.of(DFW)))
                .isInstanceOf(FeatureRejectedException.class);
        assertThatThrownBy(() -> client.invalidate(AIRPORT, DFW)).isInstanceOf(FeatureRejectedException.class);
        assertThatThrownBy(() -> client.warmUp(Duration.ofSeconds(1))).isInstanceOf(FeatureRejectedException.class);
        assertThat(store.callCount()).isZero();
    }

    @Test
    void close_failsReadsUnderWay() {
        store.faults().hold();
        CompletableFuture<FeatureRow> read = client.getAsync(AIRPORT, DFW);

        client.close();

        assertThat(failure(read)).isInstanceOf(FeatureRejectedException.class).hasMessageContaining("closed");
    }

    @Test
    void closeWhileAReadStarts_isARejection() {
        AtomicReference<FeatureClient> closing = new AtomicReference<>();
        FeatureClient closed = open(builder().ticker(() -> {
            FeatureClient now = closing.getAndSet(null);
            if (now != null) {
                now.close();
            }
            return System.nanoTime();
        }));
        closing.set(closed);

        assertThatThrownBy(() -> closed.get(AIRPORT, DFW)).isInstanceOf(FeatureRejectedException.class);
        assertThat(store.callCount()).isZero();
    }

    private static FeatureView boundedView() {
        return FeatureView.builder("airport_delays", "airport")
                .feature("flights", FeatureType.INT64)
                .staleness(
                        StalenessBounds.builder().fresh(Duration.ofSeconds(1)).build())
                .build();
    }

    @Test
    void viewThatIsBuiltAgain_isTheSame() {
        FeatureClient reader = open(
                FeatureClient.builder(store.transport()).views(boundedView()).environment(Map.of()));

        assertThat(reader.get(boundedView(), DFW).int64("flights")).isEqualTo(12);
    }

    @Test
    void viewThatIsNotRegistered_isNamed() {
        FeatureView other = FeatureView.builder("airport_delay", "airport")
                .feature("flights", FeatureType.INT64)
                .build();
        FeatureView changed = FeatureView.builder("airport_delays", "airport")
                .feature("flights", FeatureType.INT64)
                .build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.get(other, DFW))
                .withMessageContaining("'airport_delay' is not registered")
                .withMessageContaining("did you mean 'airport_delays'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.get(changed, DFW))
                .withMessageContaining("another schema");
    }

    @Test
    void nullKey_isNamedByItsIndex() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.getAll(AIRPORT, Arrays.asList(DFW, null)))
                .withMessageContaining("'airport_delays', key index 1")
                .withMessageContaining("null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.getAsync(AIRPORT, null))
                .withMessageContaining("'airport_delays'");
        assertThat(store.callCount()).isZero();
    }

    @Test
    void keyOfAnotherSize_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.get(AIRPORT, EntityKey.composite("DFW", 3)))
                .withMessageContaining("has 2 values")
                .withMessageContaining("[airport]");
    }

    @Test
    void deadlineOfZero_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.get(AIRPORT, DFW, CallOptions.deadline(Duration.ZERO)))
                .withMessageContaining("1 ms to 1 hour");
    }

    @Test
    void compositeKeys_areRead() {
        FeatureView route = FeatureView.builder("routes", "origin", "destination")
                .feature("flights", FeatureType.INT64)
                .build();
        EntityKey key = EntityKey.composite("DFW", "ORD");
        store.put(route, key, Map.of("flights", 3L));
        FeatureClient routes =
                open(FeatureClient.builder(store.transport()).views(route).environment(Map.of()));

        assertThat(routes.get(route, key).int64("flights")).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> routes.get(route, DFW));
    }

    @Test
    void severalTransports_readTheViewsThatNameThem() {
        InMemoryFeatureStore other = InMemoryFeatureStore.create();
        FeatureView weather = FeatureView.builder("weather", "airport")
                .feature("wind", FeatureType.FLOAT64)
                .build();
        other.put(weather, DFW, Map.of("wind", 9.5));
        FeatureClient both = open(builder().viewsFrom(other.transport(), weather));

        assertThat(both.get(weather, DFW).float64("wind")).isEqualTo(9.5);
        assertThat(both.get(AIRPORT, DFW).int64("flights")).isEqualTo(12);
        assertThat(store.callCount()).isEqualTo(1);
        assertThat(other.callCount()).isEqualTo(1);
        assertThat(other.calls().get(0).view()).isEqualTo(weather);
    }

    @Test
    void warmUp_isDoneOnceEveryTransportIs() {
        assertThat(client.warmUp(Duration.ofSeconds(1))).isTrue();
    }

    @Test
    void toString_printsTheLayersInOrder() {
        assertThat(client.toString())
                .containsSubsequence(
                        "client 'default'", "airport_delays:", "flights", "merge", "slices", "attempt", "in-memory");
    }
}
