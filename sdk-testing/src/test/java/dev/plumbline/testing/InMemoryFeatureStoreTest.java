package dev.plumbline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plumbline.CallOptions;
import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InMemoryFeatureStoreTest {
    private static final EntityKey KEY = EntityKey.of("DFW");
    private static final FeatureView VIEW = FeatureView.builder("every_type", "id")
            .feature("flag", FeatureType.BOOL)
            .feature("small", FeatureType.INT32)
            .feature("big", FeatureType.INT64)
            .feature("single", FeatureType.FLOAT32)
            .feature("number", FeatureType.FLOAT64)
            .feature("text", FeatureType.STRING)
            .feature("octets", FeatureType.BYTES)
            .feature("moment", FeatureType.TIMESTAMP)
            .feature("flags", FeatureType.listOf(FeatureType.BOOL))
            .feature("bigs", FeatureType.listOf(FeatureType.INT64))
            .feature("smalls", FeatureType.listOf(FeatureType.INT32))
            .feature("numbers", FeatureType.listOf(FeatureType.FLOAT64))
            .feature("texts", FeatureType.listOf(FeatureType.STRING))
            .feature("moments", FeatureType.listOf(FeatureType.TIMESTAMP))
            .feature("octet_strings", FeatureType.listOf(FeatureType.BYTES))
            .feature("embedding", FeatureType.vectorOf(FeatureType.FLOAT32, 2))
            .build();

    private final InMemoryFeatureStore store;
    private final FeatureClient client;

    InMemoryFeatureStoreTest() {
        store = InMemoryFeatureStore.create();
        client = FeatureClient.builder(store.transport())
                .views(VIEW)
                .environment(Map.of())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private FeatureRow stored(String feature, Object value) {
        store.put(VIEW, KEY, Map.of(feature, value));
        return client.get(VIEW, KEY);
    }

    @Test
    void put_scalars_areReadBack() {
        Instant moment = Instant.parse("2026-02-03T04:05:06.789012Z");
        assertThat(stored("flag", true).bool("flag")).isTrue();
        assertThat(stored("small", 7).int32("small")).isEqualTo(7);
        assertThat(stored("small", 7L).int32("small")).isEqualTo(7);
        assertThat(stored("big", 1L << 60).int64("big")).isEqualTo(1L << 60);
        assertThat(stored("big", 5).int64("big")).isEqualTo(5);
        assertThat(stored("single", 1.5f).float32("single")).isEqualTo(1.5f);
        assertThat(stored("number", 0.1).float64("number")).isEqualTo(0.1);
        assertThat(stored("number", Double.NaN).state("number")).isEqualTo(ValueState.NAN);
        assertThat(stored("text", "ORD").string("text")).isEqualTo("ORD");
        assertThat(stored("octets", new byte[] {1, 2}).bytes("octets")).containsExactly(1, 2);
        assertThat(stored("moment", moment).timestamp("moment")).isEqualTo(moment);
    }

    @Test
    void put_listsAndArrays_areReadBack() {
        Instant moment = Instant.parse("2026-02-03T04:05:06Z");
        assertThat(stored("flags", List.of(true, false)).value("flags")).contains(new boolean[] {true, false});
        assertThat(stored("bigs", List.of(1L, 2)).int64s("bigs")).containsExactly(1, 2);
        assertThat(stored("bigs", new long[] {3}).int64s("bigs")).containsExactly(3);
        assertThat(stored("smalls", new int[] {4}).state("smalls")).isEqualTo(ValueState.PRESENT);
        assertThat(stored("numbers", List.of(1.5, 2f, 3)).float64s("numbers")).containsExactly(1.5, 2, 3);
        assertThat(stored("numbers", new double[] {0.1}).float64s("numbers")).containsExactly(0.1);
        assertThat(stored("texts", new String[] {"a"}).strings("texts")).containsExactly("a");
        assertThat(stored("texts", List.of()).strings("texts")).isEmpty();
        assertThat(stored("moments", List.of(moment)).state("moments")).isEqualTo(ValueState.PRESENT);
        assertThat(stored("octet_strings", List.of(new byte[] {9})).state("octet_strings"))
                .isEqualTo(ValueState.PRESENT);
        assertThat(stored("embedding", new float[] {1, 2}).float32s("embedding"))
                .containsExactly(1, 2);
        assertThat(stored("embedding", List.of(1.0, 2.0)).float32s("embedding")).containsExactly(1, 2);
    }

    @Test
    void put_anArray_isCopied() {
        float[] values = {1, 2};
        store.put(VIEW, KEY, Map.of("embedding", values));
        values[0] = 99;

        assertThat(client.get(VIEW, KEY).float32s("embedding")).containsExactly(1, 2);
    }

    @Test
    void row_carriesNullEventTimeAndVersion() {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        store.row(VIEW, KEY)
                .value("text", null)
                .value("big", 1L)
                .eventTime(time)
                .dataVersion(7)
                .put();

        FeatureRow row = client.get(VIEW, KEY);

        assertThat(row.state("text")).isEqualTo(ValueState.NULL);
        assertThat(row.eventTime()).contains(time);
        assertThat(row.dataVersion()).isEqualTo(7);
        assertThat(row.state("flag")).isEqualTo(ValueState.NOT_FOUND);
    }

    @Test
    void put_aFeatureThatTheViewLacks_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(VIEW, KEY, Map.of("txt", "x")))
                .withMessageContaining("view 'every_type'")
                .withMessageContaining("'txt'")
                .withMessageContaining("did you mean 'text'");
    }

    @Test
    void put_aWrongClass_namesViewFeatureClassAndRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(VIEW, KEY, Map.of("big", "12")))
                .withMessageContaining("view 'every_type', feature 'big' is int64")
                .withMessageContaining("java.lang.String")
                .withMessageContaining("pass a Long");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(VIEW, KEY, Map.of("big", 1.5)))
                .withMessageContaining("this value of java.lang.Double");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(VIEW, KEY, Map.of("big", Instant.EPOCH)))
                .withMessageContaining("java.time.Instant");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(VIEW, KEY, Map.of("embedding", new float[] {1})))
                .withMessageContaining("of 2 elements");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(VIEW, KEY, Map.of("texts", Arrays.asList("a", null))))
                .withMessageContaining("a List of java.lang.String, null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(VIEW, KEY, Map.of("text", new StringBuilder())))
                .withMessageContaining("java.lang.StringBuilder");
    }

    @Test
    void put_aKeyThatDoesNotFit_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put(VIEW, EntityKey.composite("a", "b"), Map.of()))
                .withMessageContaining("every_type");
    }

    @Test
    void remove_makesTheRowNotFound() {
        store.put(VIEW, KEY, Map.of("big", 1L));

        assertThat(store.remove(VIEW, KEY)).isTrue();
        assertThat(store.remove(VIEW, KEY)).isFalse();

        assertThat(client.get(VIEW, KEY).status()).isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void replicaThatIsPaused_answersWhatWasThere_andThePrimaryWhatIs() {
        CallOptions primary = CallOptions.readPreference(ReadPreference.PRIMARY);
        store.put(VIEW, KEY, Map.of("big", 1L));
        store.pauseReplica();
        store.put(VIEW, KEY, Map.of("big", 2L));
        store.pauseReplica();

        assertThat(client.get(VIEW, KEY).int64("big")).isEqualTo(1);
        assertThat(client.get(VIEW, KEY, primary).int64("big")).isEqualTo(2);
        store.remove(VIEW, KEY);
        assertThat(client.get(VIEW, KEY, CallOptions.readPreference(ReadPreference.REPLICA))
                        .int64("big"))
                .isEqualTo(1);
        assertThat(client.get(VIEW, KEY, primary).status()).isEqualTo(RowStatus.NOT_FOUND);

        store.resumeReplica();

        assertThat(client.get(VIEW, KEY).status()).isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void calls_areRecorded() {
        client.getAll(VIEW, List.of(KEY, EntityKey.of("ORD"), KEY));
        client.get(VIEW, KEY);

        assertThat(store.callCount()).isEqualTo(2);
        assertThat(store.entityCount()).isEqualTo(3);
        assertThat(store.calls().get(0).keys()).containsExactly(KEY, EntityKey.of("ORD"));
        assertThat(store.calls().get(0).view()).isEqualTo(VIEW);
        assertThat(store.calls().get(0).timeLeft()).isPositive();
        assertThat(store.pendingCount()).isZero();

        store.forgetCalls();

        assertThat(store.calls()).isEmpty();
    }
}
