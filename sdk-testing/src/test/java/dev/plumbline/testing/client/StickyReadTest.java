package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.CallOptions;
import dev.plumbline.ClientSettings;
import dev.plumbline.FeatureClient;
import dev.plumbline.WriteReceipt;
import dev.plumbline.Written;
import dev.plumbline.cache.FarTier;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadTier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads of a key after a write of it, over a replica that lags behind. */
final class StickyReadTest extends SharedFarTest {
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private WriteReceipt write(FeatureClient client, EntityKey key, long flights) {
        return client.write(AIRPORT, key, () -> {
            putFlights(key, flights);
            return Written.something();
        });
    }

    private long flights(FeatureClient client) {
        return done(client.getAsync(AIRPORT, DFW)).int64("flights");
    }

    private List<String> asked() {
        return store.calls().stream()
                .map(call -> call.headers().getOrDefault("plumbline-read-preference", "-"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "near", "far", "both"})
    void writtenKey_isReadFromThePrimary_untilTheWindowEnds(String tiers) {
        FeatureClient client = switch (tiers) {
            case "near" -> nearOnly();
            case "far" -> farOnly();
            case "both" -> both();
            default -> open(inline());
        };
        flights(client);
        store.pauseReplica();

        write(client, DFW, 13);

        for (int i = 0; i < 5; i++) {
            assertThat(flights(client)).isEqualTo(13);
            time.advance(Duration.ofMillis(999));
        }
        store.resumeReplica();
        store.forgetCalls();
        time.advance(WINDOW.multipliedBy(10));
        assertThat(flights(client)).isEqualTo(13);
        assertThat(asked()).doesNotContain("primary");
        assertThat(time.pendingTasks()).isZero();
    }

    @Test
    void windowThatHasEnded_leavesTheKeyToTheReplica() {
        FeatureClient client = open(inline());
        store.pauseReplica();
        write(client, DFW, 13);

        time.advance(WINDOW.minusNanos(1));
        assertThat(flights(client)).isEqualTo(13);
        time.advance(Duration.ofNanos(1));
        assertThat(flights(client)).isEqualTo(12);
    }

    @Test
    void otherKeys_andTheirBatch_areReadAsEver() {
        FeatureClient client = open(inline());
        store.pauseReplica();
        write(client, DFW, 13);
        putFlights(ORD, 99);

        FeatureRows rows = client.getAll(AIRPORT, List.of(DFW, ORD, DFW));

        assertThat(rows).extracting(row -> row.int64("flights")).containsExactly(13L, 7L, 13L);
        assertThat(asked()).containsExactlyInAnyOrder("primary", "-");
    }

    @Test
    void rowFromThePrimary_isServedByTheNearTier() {
        FeatureClient client = nearOnly();
        store.pauseReplica();
        write(client, DFW, 13);

        flights(client);
        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(flights(client)).isEqualTo(13);
        assertThat(asked()).containsExactly("primary");
    }

    @Test
    void farRow_thatAnotherProcessHasReadFromTheReplica_isNoAnswer_andIsReplacedForAll() {
        FeatureClient client = both();
        store.pauseReplica();
        write(client, DFW, 13);
        assertThat(flights(farOnly())).isEqualTo(12);
        assertThat(far.row(DFW_ROW).int64("flights")).isEqualTo(12);

        assertThat(flights(client)).isEqualTo(13);

        assertThat(far.row(DFW_ROW).int64("flights")).isEqualTo(13);
        assertThat(flights(farOnly())).isEqualTo(13);
    }

    @Test
    void leaseOfALoaderThatMayAskTheReplica_isNotWaitedFor_andItsLateRowIsRefused() {
        FeatureClient client = both();
        store.pauseReplica();
        write(client, DFW, 13);
        far.leaseElsewhere(DFW_ROW, Duration.ofSeconds(10));
        Object lease = far.token(DFW_ROW);

        assertThat(client.get(AIRPORT, DFW).int64("flights")).isEqualTo(13);

        assertThat(done(far.fill(DFW_ROW, lease, row(12), Duration.ofSeconds(30))))
                .isEqualTo(FarTier.FillOutcome.REFUSED);
        assertThat(far.row(DFW_ROW).int64("flights")).isEqualTo(13);
    }

    @Test
    void rowThatALoaderOfTheReplicaIsQuickerWith_isRemoved() {
        FeatureClient client = farOnly();
        store.pauseReplica();
        write(client, DFW, 13);
        far.beforeFill = () -> far.put(DFW_ROW, row(12));

        assertThat(flights(client)).isEqualTo(13);

        assertThat(far.row(DFW_ROW)).isNull();
    }

    @Test
    void farRow_whoseVersionIsThatOfTheWrite_isAnAnswer() {
        FeatureClient client = farOnly();
        store.pauseReplica();
        client.write(AIRPORT, DFW, () -> {
            putVersion(13, 2);
            return Written.row(row(13, 2));
        });
        store.forgetCalls();

        assertThat(client.get(AIRPORT, DFW).tier()).isEqualTo(ReadTier.FAR);
        assertThat(flights(client)).isEqualTo(13);
        assertThat(store.callCount()).isZero();
    }

    @Test
    void writeOfUnknownVersion_makesTheOneBeforeUnknown() {
        FeatureClient client = farOnly();
        client.write(AIRPORT, DFW, () -> {
            putVersion(13, 2);
            return Written.version(2);
        });
        assertThatThrownBy(() -> client.write(AIRPORT, DFW, () -> {
                    putVersion(14, 3);
                    throw new IOException("no answer");
                }))
                .isInstanceOf(IOException.class);
        client.write(AIRPORT, DFW, () -> Written.version(2));
        far.put(DFW_ROW, row(13, 2));

        assertThat(flights(client)).isEqualTo(14);
    }

    @Test
    void writeThatThrows_isFollowedByReadsFromThePrimary_andAgainWhenItMayHaveLanded() {
        FeatureClient client = nearOnly();
        store.pauseReplica();
        assertThatThrownBy(() -> client.write(AIRPORT, DFW, () -> {
                    putFlights(DFW, 13);
                    throw new IOException("no answer");
                }))
                .isInstanceOf(IOException.class);

        assertThat(flights(client)).isEqualTo(13);
        putFlights(DFW, 14);
        time.advance(WINDOW);
        assertThat(flights(client)).isEqualTo(14);
        time.advance(WINDOW.minusMillis(1));
        assertThat(asked()).containsOnly("primary");
    }

    @Test
    void renewalWithinTheWindow_isOfThePrimaryToo() {
        FeatureClient client = open(inline().cache(tiers(near, null))
                .settings(ClientSettings.of(Map.of("staleness.fresh", "1s", "staleness.near-fresh", "1s"))));
        store.pauseReplica();
        write(client, DFW, 13);
        flights(client);

        time.advance(Duration.ofSeconds(2));
        flights(client);
        assertThat(flights(client)).isEqualTo(13);
        assertThat(asked()).containsExactly("primary", "primary");
    }

    @Test
    void windowOfZero_leavesTheReplicaToBeRead() {
        FeatureClient client = open(inline().stickyWindow(Duration.ZERO));
        store.pauseReplica();
        write(client, DFW, 13);

        assertThat(flights(client)).isEqualTo(12);
    }

    @Test
    void tooManyKeys_dropTheOldest_andAreCounted() {
        FeatureClient client = open(inline().meters(meters));
        store.pauseReplica();
        write(client, DFW, 13);
        for (EntityKey key : keys(0, 10_000)) {
            client.write(AIRPORT, key, Written::something);
        }

        assertThat(flights(client)).isEqualTo(12);
        assertThat(counted("plumbline.client.sticky.keys.dropped")).isOne();
        time.advance(WINDOW);
        write(client, DFW, 14);
        assertThat(counted("plumbline.client.sticky.keys.dropped")).isOne();
    }

    @Test
    void readWithAnOlderVersion_asksThePrimaryToo() {
        FeatureClient client = both();
        putVersion(12, 5);
        store.pauseReplica();
        client.write(AIRPORT, DFW, () -> {
            putVersion(13, 6);
            return Written.something();
        });

        FeatureRow row = client.get(AIRPORT, DFW, CallOptions.minVersion(5));

        assertThat(row.int64("flights")).isEqualTo(13);
        assertThat(asked()).containsExactly("primary");
    }
}
