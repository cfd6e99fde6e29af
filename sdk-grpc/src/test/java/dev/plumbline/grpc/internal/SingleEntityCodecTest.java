package dev.plumbline.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.mycorp.dal.FeatureRequest;
import com.mycorp.dal.FeatureResponse;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.ViewBinding;
import featurestore.v1.GetGraphFeaturesRequest;
import featurestore.v1.GetGraphFeaturesResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SingleEntityCodecTest {
    private static FeatureView view(FeatureType type) {
        return FeatureView.builder("v", "id").feature("f", type).build();
    }

    private static DataAccessCodec dataAccess(FeatureType type) {
        return new DataAccessCodec(ViewBinding.of(view(type)));
    }

    private static GraphFeaturesCodec graph(FeatureType type) {
        return new GraphFeaturesCodec(ViewBinding.of(view(type)));
    }

    private static FeatureRow read(FeatureType type, float value) throws IOException {
        byte[] reply = FeatureResponse.newBuilder()
                .putFeatures("f", value)
                .setFound(true)
                .build()
                .toByteArray();
        return dataAccess(type).row(reply, reply.length, 5);
    }

    @Test
    void requests_areThoseOfGeneratedClasses() {
        for (String id : List.of("k", "Zürich", "x".repeat(300))) {
            List<EntityKey> keys = List.of(EntityKey.of(id));
            assertThat(dataAccess(FeatureType.FLOAT32).request(keys).request())
                    .isEqualTo(
                            FeatureRequest.newBuilder().setEntityId(id).build().toByteArray());
            assertThat(graph(FeatureType.FLOAT32).request(keys).request())
                    .isEqualTo(GetGraphFeaturesRequest.newBuilder()
                            .setUserId(id)
                            .build()
                            .toByteArray());
        }
        assertThat(dataAccess(FeatureType.FLOAT32)
                        .request(List.of(EntityKey.of(42)))
                        .request())
                .isEqualTo(FeatureRequest.newBuilder().setEntityId("42").build().toByteArray());
    }

    @Test
    void requests_ofOtherThanOneKeyOfOneValue_areRefused() {
        EntityKey key = EntityKey.of("a");
        assertThatThrownBy(() -> dataAccess(FeatureType.FLOAT32).request(List.of(key, EntityKey.of("b"))))
                .hasMessage("the data access layer carries one entity in a call, not 2");
        assertThatThrownBy(() -> graph(FeatureType.FLOAT32).request(List.of(EntityKey.composite("a", "b"))))
                .hasMessageContaining("key index 0 has 2 values");
    }

    @Test
    void floats_areTakenExactly_orRefused() throws IOException {
        float limit = 1 << 24;
        assertThat(read(FeatureType.INT64, limit).int64("f")).isEqualTo(1 << 24);
        assertThat(read(FeatureType.INT32, -limit).int32("f")).isEqualTo(-(1 << 24));
        assertThat(read(FeatureType.INT64, limit + 2).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.INT32, 0.5f).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.INT64, Float.NaN).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.FLOAT64, 0.1f).float64("f")).isEqualTo((double) 0.1f);
        assertThat(read(FeatureType.FLOAT32, Float.MAX_VALUE).float32("f")).isEqualTo(Float.MAX_VALUE);
        assertThat(read(FeatureType.FLOAT32, Float.NEGATIVE_INFINITY).float32("f"))
                .isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(read(FeatureType.FLOAT64, Float.NaN).state(0)).isEqualTo(ValueState.NAN);
        assertThat(read(FeatureType.BOOL, 1).bool("f")).isTrue();
        assertThat(read(FeatureType.BOOL, 0).bool("f")).isFalse();
        assertThat(read(FeatureType.BOOL, 2).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.BOOL, Float.NaN).state(0)).isEqualTo(ValueState.ERROR);
    }

    @Test
    void notFound_holdsWhateverValuesCome() throws IOException {
        byte[] reply = FeatureResponse.newBuilder().putFeatures("f", 1).build().toByteArray();
        FeatureRow row = dataAccess(FeatureType.FLOAT32).row(reply, reply.length, 5);

        assertThat(row.status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(row.state(0)).isEqualTo(ValueState.NOT_FOUND);
        assertThat(dataAccess(FeatureType.FLOAT32).row(new byte[0], 0, 5).status())
                .isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void serverNames_areReadAndOthersCounted() throws IOException {
        ViewBinding binding = ViewBinding.of(view(FeatureType.FLOAT32)).withServerName("f", "f_v2");
        byte[] floats = FeatureResponse.newBuilder()
                .putFeatures("f", 1)
                .putFeatures("f_v2", 2)
                .setFound(true)
                .build()
                .toByteArray();
        Value two = Value.newBuilder().setNumberValue(2).build();
        byte[] struct = GetGraphFeaturesResponse.newBuilder()
                .setFeatures(Struct.newBuilder().putFields("f", two).putFields("f_v2", two))
                .build()
                .toByteArray();
        DataAccessCodec dataAccess = new DataAccessCodec(binding);
        GraphFeaturesCodec graph = new GraphFeaturesCodec(binding);

        assertThat(dataAccess.row(floats, floats.length, 5).float32("f")).isEqualTo(2);
        assertThat(graph.row(struct, struct.length, 5).float32("f")).isEqualTo(2);
        assertThat(dataAccess.skippedFeatures()).isEqualTo(1);
        assertThat(graph.skippedFeatures()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "bytes", "timestamp", "list", "vector"})
    void dataAccess_refusesWhatNoFloatIs(String type) {
        FeatureType declared = switch (type) {
            case "string" -> FeatureType.STRING;
            case "bytes" -> FeatureType.BYTES;
            case "timestamp" -> FeatureType.TIMESTAMP;
            case "list" -> FeatureType.listOf(FeatureType.FLOAT32);
            default -> FeatureType.vectorOf(FeatureType.FLOAT32, 3);
        };
        assertThatThrownBy(() -> dataAccess(declared))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("view 'v': the data access layer carries floats, but feature 'f' is " + declared
                        + ": declare it as float32, float64, int32, int64 or bool, or serve the view over another"
                        + " contract");
    }

    @Test
    void graph_refusesBytes() {
        for (FeatureType type : List.of(FeatureType.BYTES, FeatureType.listOf(FeatureType.BYTES))) {
            assertThatThrownBy(() -> graph(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("view 'v'", "feature 'f'", type.toString(), "declare it as string");
        }
    }

    @Test
    void compositeKeys_areRefused() {
        FeatureView view = FeatureView.builder("v", "a", "b")
                .feature("f", FeatureType.FLOAT32)
                .build();
        assertThatThrownBy(() -> new DataAccessCodec(ViewBinding.of(view)))
                .hasMessageContainingAll(
                        "view 'v'", "the data access layer carries one join key", "[a, b]", "join them");
        assertThatThrownBy(() -> new GraphFeaturesCodec(ViewBinding.of(view)))
                .hasMessageContainingAll("view 'v'", "the graph features contract carries one join key", "[a, b]");
    }
}
