package dev.plumbline.testing.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureSession;
import dev.plumbline.Written;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.ReadTier;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sessions whose writes are read in other processes, over a replica that lags behind. */
final class SessionTest extends SharedFarTest {
    private final FeatureClient writer = nearOnly();
    private final FeatureClient reader = both();
    private final FeatureSession session = writer.session();

    private void write(EntityKey key, long version) {
        writer.write(AIRPORT, key, session, () -> {
            store.row(AIRPORT, key)
                    .value("flights", version)
                    .dataVersion(version)
                    .put();
            return Written.version(version);
        });
    }

    /** What a process reads that was handed the token. */
    private CallOptions elsewhere() {
        return CallOptions.session(FeatureSession.ofToken(session.token()));
    }

    @Test
    void otherProcess_readsTheWriteWithTheSession_andTheOldRowWithout() {
        putVersion(1, 1);
        reader.get(AIRPORT, DFW);
        store.pauseReplica();
        write(DFW, 2);

        assertThat(reader.get(AIRPORT, DFW).int64("flights")).isOne();
        FeatureRow row = reader.get(AIRPORT, DFW, elsewhere());
        assertThat(row.int64("flights")).isEqualTo(2);
        assertThat(row.tier()).isEqualTo(ReadTier.ORIGIN);
        assertThat(reader.get(AIRPORT, DFW).int64("flights")).isOne();
    }

    @Test
    void ownProcess_readsTheWriteToo() {
        store.pauseReplica();
        write(DFW, 2);

        assertThat(writer.get(AIRPORT, DFW, CallOptions.session(session)).int64("flights"))
                .isEqualTo(2);
    }

    @Test
    void afterTheWindow_theReplicaIsAskedUntilItHasTheVersion() {
        putVersion(1, 1);
        store.pauseReplica();
        write(DFW, 2);
        time.advance(Duration.ofSeconds(5));
        store.forgetCalls();

        CompletableFuture<FeatureRow> read = reader.getAsync(AIRPORT, DFW, elsewhere());
        time.advance(Duration.ofMillis(50));
        assertThat(read).isNotDone();
        store.resumeReplica();
        time.advance(Duration.ofMillis(20));

        assertThat(done(read).dataVersion()).isEqualTo(2);
        assertThat(store.calls().get(0).headers())
                .containsEntry("plumbline-min-version", "2")
                .doesNotContainKey("plumbline-read-preference");
        assertThat(counted("plumbline.client.repeated.reads", "reason", "version"))
                .isEqualTo(3);
    }

    @Test
    void rowsWithoutVersions_areTakenFromThePrimary() {
        writer.write(AIRPORT, DFW, session, () -> Written.version(2));

        assertThat(reader.get(AIRPORT, DFW, elsewhere()).int64("flights")).isEqualTo(12);
    }

    @Test
    void otherKeys_areReadAsEver() {
        reader.get(AIRPORT, ORD);
        write(DFW, 2);

        assertThat(reader.get(AIRPORT, ORD, elsewhere()).tier()).isEqualTo(ReadTier.NEAR);
    }

    @Test
    void batch_asksThePrimaryForTheWrittenKeysInOneCall_andTheTiersForTheRest() {
        reader.get(AIRPORT, ORD);
        store.pauseReplica();
        List<EntityKey> written = keys(0, 10);
        for (EntityKey key : written) {
            write(key, 100 + (Long) key.value(0));
        }
        store.forgetCalls();

        List<EntityKey> asked = new ArrayList<>(written);
        asked.add(5, ORD);
        FeatureRows rows = reader.getAll(AIRPORT, asked, elsewhere());

        assertThat(rows.get(5).tier()).isEqualTo(ReadTier.NEAR);
        assertThat(rows.get(9).int64("flights")).isEqualTo(108);
        assertThat(store.callCount()).isOne();
        assertThat(store.calls().get(0).keys()).containsExactlyElementsOf(written);
        assertThat(store.calls().get(0).headers()).containsEntry("plumbline-read-preference", "primary");
    }

    @Test
    void writeThatThrows_isPartOfTheSession() {
        assertThatThrownBy(() -> writer.write(AIRPORT, DFW, session, () -> {
                    store.pauseReplica();
                    putFlights(DFW, 13);
                    throw new IOException("no answer");
                }))
                .isInstanceOf(IOException.class);

        assertThat(reader.get(AIRPORT, DFW, elsewhere()).int64("flights")).isEqualTo(13);
    }

    @Test
    void sessionThatIsOver_isAsNone() {
        reader.get(AIRPORT, DFW);
        write(DFW, 2);
        CallOptions options = elsewhere();
        time.advance(Duration.ofMinutes(10));
        reader.get(AIRPORT, DFW);

        assertThat(reader.get(AIRPORT, DFW, options).tier()).isEqualTo(ReadTier.NEAR);
    }

    @Test
    void handedOverSession_takesWritesToo() {
        FeatureSession other = FeatureSession.ofToken(session.token());
        store.pauseReplica();
        reader.write(AIRPORT, DFW, other, () -> {
            putFlights(DFW, 13);
            return Written.something();
        });

        FeatureClient third = open(inline());
        assertThat(third.get(AIRPORT, DFW, CallOptions.session(other)).int64("flights"))
                .isEqualTo(13);
        assertThat(third.get(AIRPORT, DFW, elsewhere()).int64("flights")).isEqualTo(12);
    }

    @Test
    void sessionOfAnotherMaking_isRefused() {
        FeatureSession own = () -> "1.";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.get(AIRPORT, DFW, CallOptions.session(own)))
                .withMessageContaining("FeatureClient.session()");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(AIRPORT, DFW, own, Written::something))
                .withMessageContaining("FeatureClient.session()");
    }

    @Test
    void keyThatIsNone_isNotWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> writer.write(AIRPORT, EntityKey.composite("a", "b"), session, Written::something));
        assertThat(session).hasToString("session of 0 written keys");
    }
}
