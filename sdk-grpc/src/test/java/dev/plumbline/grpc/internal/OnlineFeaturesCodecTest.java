package dev.plumbline.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.ViewBinding;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesRequest;
import featurestore.OnlineFeaturesResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OnlineFeaturesCodecTest {
    private static final EntityKey KEY = EntityKey.of("k");

    private static FeatureView view(FeatureType type) {
        return FeatureView.builder("v", "id").feature("f", type).build();
    }

    /** Reads one value as a feature of a type. */
    private static FeatureRow read(FeatureType type, Value value) throws IOException {
        byte[] reply = OnlineFeaturesResponse.newBuilder()
                .putResults("k", FeatureSet.newBuilder().putFeatures("f", value).build())
                .build()
                .toByteArray();
        return rows(view(type), reply, KEY).get(0);
    }

    private static List<FeatureRow> rows(FeatureView view, byte[] reply, EntityKey... keys) throws IOException {
        return new OnlineFeaturesCodec(ViewBinding.of(view))
                .fetch(List.of(keys))
                .rows(reply, reply.length, 5);
    }

    private static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    private static Value text(String value) {
        return Value.newBuilder().setStringValue(value).build();
    }

    private static Value list(Value... values) {
        return Value.newBuilder()
                .setListValue(ListValue.newBuilder().addAllValues(List.of(values)))
                .build();
    }

    @Test
    void eachType_takesItsValue() throws IOException {
        Value yes = Value.newBuilder().setBoolValue(true).build();
        assertThat(read(FeatureType.BOOL, yes).bool("f")).isTrue();
        assertThat(read(FeatureType.INT32, number(-7)).int32("f")).isEqualTo(-7);
        assertThat(read(FeatureType.INT64, number(7)).int64("f")).isEqualTo(7);
        assertThat(read(FeatureType.FLOAT32, number(0.1)).float32("f")).isEqualTo(0.1f);
        assertThat(read(FeatureType.FLOAT64, number(0.1)).float64("f")).isEqualTo(0.1);
        assertThat(read(FeatureType.STRING, text("Zürich")).string("f")).isEqualTo("Zürich");
        assertThat(read(FeatureType.TIMESTAMP, number(1_000_001)).timestamp("f"))
                .isEqualTo(Instant.ofEpochSecond(1, 1_000));
        assertThat(read(FeatureType.listOf(FeatureType.INT64), list(number(1), number(2)))
                        .int64s("f"))
                .containsExactly(1, 2);
        assertThat(read(FeatureType.listOf(FeatureType.STRING), list(text("a"), text("")))
                        .strings("f"))
                .containsExactly("a", "");
        assertThat(read(FeatureType.vectorOf(FeatureType.FLOAT32, 2), list(number(1), number(2)))
                        .float32s("f"))
                .containsExactly(1, 2);
        assertThat(read(FeatureType.listOf(FeatureType.BOOL), list(yes)).value("f"))
                .get()
                .isEqualTo(new boolean[] {true});
    }

    @Test
    void numbers_areExactOrRefused() throws IOException {
        double limit = 1L << 53;
        assertThat(read(FeatureType.INT64, number(limit)).int64("f")).isEqualTo(1L << 53);
        assertThat(read(FeatureType.INT64, number(-limit)).int64("f")).isEqualTo(-(1L << 53));
        assertThat(read(FeatureType.INT64, number(limit + 2)).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.INT64, number(1.5)).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.INT64, number(Double.NaN)).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.INT32, number(3e9)).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.FLOAT32, number(1e39)).state(0)).isEqualTo(ValueState.ERROR);
        assertThat(read(FeatureType.FLOAT64, number(Double.NaN)).state(0)).isEqualTo(ValueState.NAN);
        assertThat(read(FeatureType.TIMESTAMP, number(0.5)).state(0)).isEqualTo(ValueState.ERROR);
    }

    @Test
    void otherKinds_areErrors() throws IOException {
        Value struct = Value.newBuilder()
                .setStructValue(Struct.newBuilder().putFields("deep", list(number(1))))
                .build();
        for (FeatureType type : List.of(FeatureType.STRING, FeatureType.listOf(FeatureType.FLOAT64))) {
            assertThat(read(type, struct).state(0)).isEqualTo(ValueState.ERROR);
            assertThat(read(type, number(1)).state(0)).isEqualTo(ValueState.ERROR);
            assertThat(read(type, list(number(1), text("x"))).state(0)).isEqualTo(ValueState.ERROR);
            assertThat(read(type, list(struct)).state(0)).isEqualTo(ValueState.ERROR);
        }
        Value none = Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
        assertThat(read(FeatureType.STRING, none).state(0)).isEqualTo(ValueState.NULL);
        assertThat(read(FeatureType.listOf(FeatureType.STRING), none).state(0)).isEqualTo(ValueState.NULL);
    }

    @Test
    void emptyList_isTheDeclaredOne() throws IOException {
        for (FeatureType element : List.of(
                FeatureType.BOOL,
                FeatureType.INT32,
                FeatureType.INT64,
                FeatureType.FLOAT32,
                FeatureType.FLOAT64,
                FeatureType.STRING,
                FeatureType.TIMESTAMP)) {
            assertThat(read(FeatureType.listOf(element), list()).state(0))
                    .as(element.toString())
                    .isEqualTo(ValueState.PRESENT);
        }
        assertThat(read(FeatureType.vectorOf(FeatureType.FLOAT64, 2), list()).state(0))
                .isEqualTo(ValueState.ERROR);
    }

    @Test
    void emptySetOrAbsentId_isNotFound() throws IOException {
        byte[] reply = OnlineFeaturesResponse.newBuilder()
                .putResults("k", FeatureSet.getDefaultInstance())
                .build()
                .toByteArray();

        assertThat(rows(view(FeatureType.INT64), reply, KEY, EntityKey.of("absent")))
                .extracting(FeatureRow::status)
                .containsOnly(RowStatus.NOT_FOUND);
        assertThat(rows(view(FeatureType.INT64), new byte[0], KEY))
                .extracting(FeatureRow::status)
                .containsOnly(RowStatus.NOT_FOUND);
    }

    @Test
    void keysOfOneText_bothGetTheRow() throws IOException {
        byte[] reply = OnlineFeaturesResponse.newBuilder()
                .putResults(
                        "3", FeatureSet.newBuilder().putFeatures("f", number(9)).build())
                .build()
                .toByteArray();

        assertThat(rows(view(FeatureType.INT64), reply, EntityKey.of(3), EntityKey.of("4"), EntityKey.of("3")))
                .extracting(row -> row.int64("f", -1))
                .containsExactly(9L, -1L, 9L);
    }

    @Test
    void repeatedId_lastSetHolds() throws IOException {
        FeatureView view = FeatureView.builder("v", "id")
                .feature("f", FeatureType.INT64)
                .feature("g", FeatureType.INT64)
                .build();
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        reply.writeBytes(OnlineFeaturesResponse.newBuilder()
                .putResults(
                        "k",
                        FeatureSet.newBuilder()
                                .putFeatures("f", number(1))
                                .putFeatures("g", number(1))
                                .build())
                .build()
                .toByteArray());
        reply.writeBytes(OnlineFeaturesResponse.newBuilder()
                .putResults(
                        "k", FeatureSet.newBuilder().putFeatures("f", number(2)).build())
                .build()
                .toByteArray());

        FeatureRow row = rows(view, reply.toByteArray(), KEY).get(0);

        assertThat(row.int64("f")).isEqualTo(2);
        assertThat(row.state("g")).isEqualTo(ValueState.NOT_FOUND);
    }

    @Test
    void unnamedFeatures_areSkippedAndCounted() throws IOException {
        OnlineFeaturesCodec codec = new OnlineFeaturesCodec(ViewBinding.of(view(FeatureType.INT64)));
        byte[] reply = OnlineFeaturesResponse.newBuilder()
                .putResults(
                        "k",
                        FeatureSet.newBuilder()
                                .putFeatures("ff", number(1))
                                .putFeatures("f", number(2))
                                .putFeatures("", number(3))
                                .build())
                .build()
                .toByteArray();

        assertThat(codec.fetch(List.of(KEY)).rows(reply, reply.length, 5).get(0).int64("f"))
                .isEqualTo(2);
        assertThat(codec.skippedFeatures()).isEqualTo(2);
    }

    @Test
    void request_isWhatGeneratedClassesRead() throws IOException {
        String wide = "é".repeat(100);
        FeatureView view = FeatureView.builder("v", "id")
                .feature("a", FeatureType.INT64)
                .feature("b", FeatureType.INT64)
                .build();
        ViewBinding binding = ViewBinding.of(view).withServerName("b", "größe");
        byte[] request = new OnlineFeaturesCodec(binding)
                .fetch(List.of(EntityKey.of(Long.MIN_VALUE), EntityKey.of(wide)))
                .request();

        OnlineFeaturesRequest read = OnlineFeaturesRequest.parseFrom(request);

        assertThat(read.getEntityIdsList()).containsExactly("-9223372036854775808", wide);
        assertThat(read.getFeatureNamesList()).containsExactly("a", "größe");
    }

    @Test
    void textThatIsNotUtf8_isRefused_andTheReplacementCharacterIsNot() throws IOException {
        assertThat(read(FeatureType.STRING, text("\uFFFD")).string("f")).isEqualTo("\uFFFD");
        byte[] reply = OnlineFeaturesResponse.newBuilder()
                .putResults(
                        "k", FeatureSet.newBuilder().putFeatures("f", text("#")).build())
                .build()
                .toByteArray();
        reply[new String(reply, StandardCharsets.ISO_8859_1).indexOf('#')] = (byte) 0xC0;

        assertThatThrownBy(() -> rows(view(FeatureType.STRING), reply, KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void absurdLength_costsNothing() {
        byte[] reply = {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 0x0A};

        assertThatThrownBy(() -> rows(view(FeatureType.STRING), reply, KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("length");
    }

    @Test
    void groupsWithoutEnd_areRefused() {
        byte[] reply = new byte[100_000];
        java.util.Arrays.fill(reply, (byte) (5 << 3 | 3));

        assertThatThrownBy(() -> rows(view(FeatureType.STRING), reply, KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void viewThatCannotBeCarried_isRefusedByName() {
        FeatureView composite = FeatureView.builder("pairs", "origin", "destination")
                .feature("f", FeatureType.INT64)
                .build();
        assertThatThrownBy(() -> new OnlineFeaturesCodec(ViewBinding.of(composite)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("view 'pairs'")
                .hasMessageContaining("[origin, destination]")
                .hasMessageContaining("join them");
        for (FeatureType type : List.of(FeatureType.BYTES, FeatureType.listOf(FeatureType.BYTES))) {
            assertThatThrownBy(() -> new OnlineFeaturesCodec(ViewBinding.of(view(type))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("feature 'f' is " + type);
        }
    }
}
