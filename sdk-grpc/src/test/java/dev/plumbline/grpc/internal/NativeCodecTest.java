package dev.plumbline.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import plumbline.v1.Column;
import plumbline.v1.GetFeaturesRequest;
import plumbline.v1.GetFeaturesResponse;
import plumbline.v1.RowFailure;
import plumbline.v1.Type;

final class NativeCodecTest {
    private static final FeatureView VIEW = FeatureView.builder("trips", "rider")
            .feature("n", FeatureType.INT64)
            .feature("mean", FeatureType.FLOAT64)
            .build();
    private static final List<EntityKey> THREE = List.of(EntityKey.of("a"), EntityKey.of("b"), EntityKey.of("c"));

    private static GetFeaturesResponse.Builder reply(FeatureView view, int rows) {
        return GetFeaturesResponse.newBuilder().setSchemaHash(view.schemaHash()).setRowCount(rows);
    }

    private static Column.Builder n(long... values) {
        Column.Builder column = Column.newBuilder().setType(Type.INT64);
        for (long value : values) {
            column.addInt64S(value);
        }
        return column;
    }

    private static List<FeatureRow> read(GetFeaturesResponse.Builder reply) throws IOException {
        byte[] octets = reply.build().toByteArray();
        return new NativeCodec(ViewBinding.of(VIEW))
                .fetch(THREE.subList(0, reply.getRowCount()))
                .rows(octets, octets.length, 9);
    }

    private static FeatureRow readOne(FeatureType type, Column.Builder column) throws IOException {
        FeatureView view = FeatureView.builder("v", "k").feature("f", type).build();
        byte[] octets = reply(view, 1)
                .addColumns(column.setTypeValue(NativeTypes.number(type)).setLength(type.length()))
                .build()
                .toByteArray();
        return new NativeCodec(ViewBinding.of(view))
                .fetch(THREE.subList(0, 1))
                .rows(octets, octets.length, 9)
                .get(0);
    }

    @Test
    void request_isReadByGeneratedClasses() throws IOException {
        FeatureView view = FeatureView.builder("trips", "rider", "city")
                .feature("n", FeatureType.INT64)
                .feature("taste", FeatureType.vectorOf(FeatureType.FLOAT32, 16))
                .build();
        NativeCodec codec = new NativeCodec(ViewBinding.of(view).withServerName("n", "trips:n"));
        List<EntityKey> keys = List.of(
                EntityKey.composite(Long.MAX_VALUE, "Zürich"),
                EntityKey.composite(Long.MIN_VALUE, 7L),
                EntityKey.composite(-1L, "7"));

        GetFeaturesRequest bare = GetFeaturesRequest.parseFrom(codec.fetch(keys).request());
        GetFeaturesRequest full =
                GetFeaturesRequest.parseFrom(codec.fetch(keys).withSchema().request());

        assertThat(bare.getView()).isEqualTo("trips");
        assertThat(bare.hasSchema()).isFalse();
        assertThat(bare.getKeys(0).getInt64SList()).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, -1L);
        assertThat(bare.getKeys(0).getKinds()).isEmpty();
        assertThat(bare.getKeys(1).getInt64SList()).containsExactly(7L);
        assertThat(bare.getKeys(1).getStringsList()).containsExactly("Zürich", "7");
        assertThat(bare.getKeys(1).getKinds().toByteArray()).containsExactly(1, 0, 1);
        assertThat(full.getSchema().getJoinKeysList()).containsExactly("rider", "city");
        assertThat(full.getSchema().getFeatures(0).getName()).isEqualTo("trips:n");
        assertThat(full.getSchema().getFeatures(1).getType()).isEqualTo(Type.VECTOR_FLOAT32);
        assertThat(full.getSchema().getFeatures(1).getLength()).isEqualTo(16);
        assertThat(full.toBuilder().clearSchema().build()).isEqualTo(bare);
        assertThat(bare.getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void request_ofTextsOnly_hasNoKinds() throws IOException {
        GetFeaturesRequest request = GetFeaturesRequest.parseFrom(
                new NativeCodec(ViewBinding.of(VIEW)).fetch(THREE).request());

        assertThat(request.getKeys(0).getStringsList()).containsExactly("a", "b", "c");
        assertThat(request.getKeys(0).getKinds()).isEmpty();
        assertThat(request.getKeys(0).getInt64SCount()).isZero();
    }

    @Test
    void schemaHash_isTheViews_unlessTheServerHasOtherNames() {
        ViewBinding own = ViewBinding.of(VIEW);

        assertThat(new NativeSchema(own).hash()).isEqualTo(VIEW.schemaHash()).isEqualTo(0x26d2ec6f93e8c319L);
        assertThat(new NativeSchema(own.withServerName("n", "m")).hash()).isNotEqualTo(VIEW.schemaHash());
    }

    @Test
    void bind_serverNameWithLineBreak_isRefused() {
        assertThatThrownBy(() -> new NativeCodec(ViewBinding.of(VIEW).withServerName("n", "a\nb")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'n' has a line break");
    }

    @Test
    void fetch_keyOfAnotherSize_isRefusedByIndex() {
        assertThatThrownBy(() -> new NativeCodec(ViewBinding.of(VIEW))
                        .fetch(List.of(EntityKey.of("a"), EntityKey.composite("b", "c"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key index 1");
    }

    @Test
    void scalars_keepTheirExtremes() throws IOException {
        for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1}) {
            assertThat(readOne(FeatureType.INT64, Column.newBuilder().addInt64S(value))
                            .int64("f"))
                    .isEqualTo(value);
            assertThat(readOne(FeatureType.TIMESTAMP, Column.newBuilder().addInt64S(value))
                            .bits(0))
                    .isEqualTo(value);
        }
        for (int value : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            assertThat(readOne(FeatureType.INT32, Column.newBuilder().addInt32S(value))
                            .int32("f"))
                    .isEqualTo(value);
        }
        for (double value : new double[] {-0.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY}) {
            FeatureRow row = readOne(FeatureType.FLOAT64, Column.newBuilder().addDoubles(value));
            assertThat(row.bits(0)).isEqualTo(Double.doubleToRawLongBits(value));
        }
        for (float value : new float[] {-0.0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY}) {
            FeatureRow row = readOne(FeatureType.FLOAT32, Column.newBuilder().addFloats(value));
            assertThat(Float.floatToRawIntBits(row.float32("f"))).isEqualTo(Float.floatToRawIntBits(value));
        }
        assertThat(readOne(FeatureType.FLOAT32, Column.newBuilder().addFloats(Float.NaN))
                        .state(0))
                .isEqualTo(ValueState.NAN);
        assertThat(readOne(FeatureType.BOOL, Column.newBuilder().addBools(false))
                        .bool("f"))
                .isFalse();
        for (String text : List.of("", "😀", "x".repeat(1 << 20))) {
            assertThat(readOne(FeatureType.STRING, Column.newBuilder().addStrings(text))
                            .string("f"))
                    .isEqualTo(text);
        }
        assertThat(readOne(FeatureType.BYTES, Column.newBuilder().addByteStrings(ByteString.copyFrom(new byte[] {-1})))
                        .object(0))
                .isEqualTo(new byte[] {-1});
    }

    @Test
    void lists_keepTheirExtremes() throws IOException {
        assertThat(readOne(
                                FeatureType.listOf(FeatureType.INT64),
                                Column.newBuilder()
                                        .addLengths(2)
                                        .addInt64S(Long.MIN_VALUE)
                                        .addInt64S(Long.MAX_VALUE))
                        .object(0))
                .isEqualTo(new long[] {Long.MIN_VALUE, Long.MAX_VALUE});
        assertThat(readOne(
                                FeatureType.listOf(FeatureType.STRING),
                                Column.newBuilder().addLengths(2).addStrings("").addStrings("😀"))
                        .object(0))
                .isEqualTo(new String[] {"", "😀"});
        assertThat(readOne(
                                FeatureType.listOf(FeatureType.FLOAT32),
                                Column.newBuilder().addLengths(0))
                        .object(0))
                .isEqualTo(new float[0]);
        assertThat(readOne(
                                FeatureType.vectorOf(FeatureType.FLOAT32, 2),
                                Column.newBuilder().addFloats(-0.0f).addFloats(Float.NaN))
                        .object(0))
                .isEqualTo(new float[] {-0.0f, Float.NaN});
    }

    @Test
    void states_stand_andHaveNoValues() throws IOException {
        List<FeatureRow> rows = read(reply(VIEW, 3)
                .addColumns(n(5).setStates(ByteString.copyFrom(new byte[] {1, 0, 2})))
                .addColumns(Column.newBuilder()
                        .setFeature(1)
                        .setType(Type.FLOAT64)
                        .setStates(ByteString.copyFrom(new byte[] {3, 9, (byte) 200}))));

        assertThat(rows)
                .extracting(row -> row.state(0))
                .containsExactly(ValueState.NULL, ValueState.PRESENT, ValueState.NOT_FOUND);
        assertThat(rows.get(1).int64("n")).isEqualTo(5);
        // A state of a later version is an error, not a null.
        assertThat(rows).extracting(row -> row.state(1)).containsOnly(ValueState.ERROR);
    }

    @Test
    void columns_missingIsNotFound_unknownTypeIsError_moreThanWantedAreCounted() throws IOException {
        NativeCodec codec = new NativeCodec(ViewBinding.of(VIEW));
        byte[] octets = reply(VIEW, 2)
                .addColumns(Column.newBuilder().setTypeValue(99).setStates(ByteString.copyFrom(new byte[] {0, 1})))
                .addColumns(n(1, 2).setFeature(2))
                .addColumns(n(1, 2).setFeature(-1))
                .build()
                .toByteArray();

        List<FeatureRow> rows = codec.fetch(THREE.subList(0, 2)).rows(octets, octets.length, 9);

        assertThat(rows).extracting(row -> row.state("n")).containsExactly(ValueState.ERROR, ValueState.NULL);
        assertThat(rows).extracting(row -> row.state("mean")).containsOnly(ValueState.NOT_FOUND);
        assertThat(codec.skippedFeatures()).isEqualTo(4);
    }

    @Test
    void rows_thatAreAbsentOrFailed_haveNoCells() throws IOException {
        List<FeatureRow> rows = read(reply(VIEW, 3)
                .setRowStates(ByteString.copyFrom(new byte[] {2, 0, 1}))
                .addColumns(n(5))
                .addEventTimes(1_000_000)
                .addDataVersions(17)
                .addFailures(RowFailure.newBuilder()
                        .setCode(14)
                        .setReason("shard 3 is down")
                        .addRows(0)));

        assertThat(rows)
                .extracting(FeatureRow::status)
                .containsExactly(RowStatus.ERROR, RowStatus.PRESENT, RowStatus.NOT_FOUND);
        assertThat(rows.get(1).int64("n")).isEqualTo(5);
        assertThat(rows.get(1).eventTime()).contains(Instant.ofEpochSecond(1));
        assertThat(rows.get(1).dataVersion()).isEqualTo(17);
        TransportException cause = (TransportException) rows.get(0).cause().orElseThrow();
        assertThat(cause.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(cause.code()).isEqualTo("UNAVAILABLE");
        assertThat(cause).hasMessageContaining("'trips'").hasMessageNotContaining("shard");
        assertThat(cause.getCause()).hasMessage("shard 3 is down");
    }

    @Test
    void rows_failedWithoutAWord_areErrors() throws IOException {
        List<FeatureRow> rows = read(reply(VIEW, 2).setRowStates(ByteString.copyFrom(new byte[] {7, 2})));

        assertThat(rows).extracting(FeatureRow::status).containsOnly(RowStatus.ERROR);
        assertThat(((TransportException) rows.get(0).cause().orElseThrow()).kind())
                .isEqualTo(Kind.INTERNAL);
    }

    @Test
    void eventTimesAndVersions_mayBeUnknown() throws IOException {
        List<FeatureRow> rows = read(
                reply(VIEW, 2).addColumns(n(1, 2)).addEventTimes(Long.MIN_VALUE).addEventTimes(-1));

        assertThat(rows.get(0).hasEventTime()).isFalse();
        assertThat(rows.get(1).eventTimeMicros()).isEqualTo(-1);
        assertThat(rows.get(1).dataVersion()).isEqualTo(FeatureRow.UNKNOWN_VERSION);
    }

    @Test
    void replies_thatBreakTheContract_areRefusedByName() {
        assertRefused(reply(VIEW, 1).setSchemaHash(5), "the reply is of 5");
        assertRefused(reply(VIEW, 1).setRowStates(ByteString.copyFrom(new byte[2])), "2 row states for 1 keys");
        assertRefused(reply(VIEW, 1).addColumns(n()), "fewer values");
        assertRefused(reply(VIEW, 1).addColumns(n(1, 2)), "more values");
        assertRefused(reply(VIEW, 1).addColumns(n(1)).addColumns(n(1)), "feature 'n' has two columns");
        assertRefused(reply(VIEW, 1).addColumns(n(1).setStates(ByteString.copyFrom(new byte[2]))), "2 states for 1");
        assertRefused(reply(VIEW, 2).addColumns(n(1, 2)).addEventTimes(1), "fewer values");
        assertRefused(reply(VIEW, 1).addColumns(n(1)).addDataVersions(1).addDataVersions(2), "more values");
        assertRefused(reply(VIEW, 1).addFailures(RowFailure.newBuilder().addRows(1)), "row 1 of 1");
        assertRefused(
                reply(VIEW, 1).addFailures(RowFailure.newBuilder().addRows(0).addRows(0)), "two failures");
        assertRefused(
                reply(VIEW, 1)
                        .addColumns(Column.newBuilder().setType(Type.INT32).addInt32S(1)),
                "view 'trips': feature 'n' is int64, but the server sends int32");
        assertThatThrownBy(() -> new NativeCodec(ViewBinding.of(VIEW))
                        .fetch(THREE)
                        .rows(reply(VIEW, 2).build().toByteArray(), 11, 9))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 rows for 3 keys");
    }

    private static void assertRefused(GetFeaturesResponse.Builder reply, String why) {
        assertThatThrownBy(() -> read(reply)).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    @Test
    void lists_longerThanWhatIsLeft_allocateNothing() {
        FeatureType floats = FeatureType.listOf(FeatureType.FLOAT64);
        assertThatThrownBy(
                        () -> readOne(floats, Column.newBuilder().addLengths(-1).addDoubles(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no room for the 4294967295 elements");
        assertThatThrownBy(() -> readOne(
                        FeatureType.vectorOf(FeatureType.FLOAT64, 65_536),
                        Column.newBuilder().addDoubles(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no room");
    }

    @Test
    void vectors_ofAnotherLength_areRefusedByName() {
        FeatureView view = FeatureView.builder("v", "k")
                .feature("taste", FeatureType.vectorOf(FeatureType.FLOAT32, 2))
                .build();
        byte[] octets = reply(view, 1)
                .addColumns(Column.newBuilder()
                        .setType(Type.VECTOR_FLOAT32)
                        .setLength(3)
                        .addFloats(1)
                        .addFloats(2)
                        .addFloats(3))
                .build()
                .toByteArray();

        assertThatThrownBy(() -> new NativeCodec(ViewBinding.of(view))
                        .fetch(THREE.subList(0, 1))
                        .rows(octets, octets.length, 9))
                .hasMessageContaining("'taste' is vector<float32,2>, but the server sends vector<float32,3>");
    }

    @Test
    void schema_isSentUntilTheServerKeepsIt() throws IOException {
        NativeCodec codec = new NativeCodec(ViewBinding.of(VIEW));
        byte[] forgets = reply(VIEW, 1).build().toByteArray();
        byte[] keeps = reply(VIEW, 1).setSchemaKept(true).build().toByteArray();
        List<EntityKey> keys = THREE.subList(0, 1);
        assertThat(codec.fetch(keys).isWithSchema()).isFalse();

        codec.fetch(keys).withSchema().rows(forgets, forgets.length, 9);
        assertThat(codec.fetch(keys).isWithSchema()).isTrue();

        codec.fetch(keys).rows(keeps, keeps.length, 9);
        assertThat(codec.fetch(keys).isWithSchema()).isFalse();

        codec.fetch(keys).rows(forgets, forgets.length, 9);
        assertThat(codec.fetch(keys).isWithSchema()).isFalse();
    }
}
