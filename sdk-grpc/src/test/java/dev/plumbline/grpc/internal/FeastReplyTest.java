package dev.plumbline.grpc.internal;

import static dev.plumbline.grpc.internal.FeastReply.at;
import static dev.plumbline.grpc.internal.FeastReply.column;
import static dev.plumbline.grpc.internal.FeastReply.float64;
import static dev.plumbline.grpc.internal.FeastReply.int64;
import static dev.plumbline.grpc.internal.FeastReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.ViewBinding;
import feastserving.FieldStatus;
import feastserving.GetOnlineFeaturesResponse.FeatureVector;
import feasttypes.Map;
import feasttypes.Null;
import feasttypes.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the differences between Feast's servers come to. */
final class FeastReplyTest {
    private static final FeastTerms TERMS =
            new FeastTerms(Optional.empty(), false, java.util.Map.of(), java.util.Map.of());
    private static final FeatureView DRIVER = FeatureView.builder("driver", "driver_id")
            .feature("trips", FeatureType.INT64)
            .feature("rate", FeatureType.FLOAT64)
            .build();
    private static final EntityKey ONE = EntityKey.of(1001);
    private static final EntityKey TWO = EntityKey.of(1002);
    private static final Value NOTHING = Value.getDefaultInstance();

    private final FeastCodec codec = new FeastCodec(ViewBinding.of(DRIVER), TERMS);

    private List<FeatureRow> rows(FeastReply reply, EntityKey... keys) throws IOException {
        byte[] octets = reply.octets();
        return codec.fetch(List.of(keys)).rows(octets, octets.length, 7);
    }

    private FeatureRow row(FeastReply reply) throws IOException {
        return rows(reply, ONE).get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "driver:", "driver__", "driver@v2__", "driver@latest:"})
    void columns_areFoundByName_inEveryForm_andAnyOrder(String prefix) throws IOException {
        FeastReply reply = new FeastReply()
                .with("driver_id", column(int64(1001), int64(1002)))
                .with(prefix + "rate", column(float64(0.5), float64(0.25)))
                .with("driver__tripsters", column(int64(-1), int64(-1)))
                .with(prefix + "trips", column(int64(5), int64(6)));

        List<FeatureRow> rows = rows(reply, TWO, ONE);

        assertThat(rows.get(0).int64("trips")).isEqualTo(6);
        assertThat(rows.get(0).float64("rate")).isEqualTo(0.25);
        assertThat(rows.get(1).int64("trips")).isEqualTo(5);
        assertThat(rows.get(1).float64("rate")).isEqualTo(0.5);
        assertThat(codec.skippedFeatures()).isEqualTo(2);
    }

    @Test
    void columnAsItWasAskedFor_goesBeforeOneWithAVersion_whicheverComesFirst() throws IOException {
        FeastReply first =
                new FeastReply().with("driver@v2__trips", column(int64(1))).with("driver:trips", column(int64(2)));
        FeastReply last =
                new FeastReply().with("driver:trips", column(int64(2))).with("driver@v2__trips", column(int64(1)));

        assertThat(row(first).int64("trips")).isEqualTo(2);
        assertThat(row(last).int64("trips")).isEqualTo(2);
    }

    @Test
    void columns_inAnotherOrderThanLastTime_areFoundAgain() throws IOException {
        for (int round = 0; round < 40; round++) {
            FeastReply reply = new FeastReply();
            // As many columns as the round before or after, whose order is the other.
            for (int i = 0; i < round / 2; i++) {
                reply.with("server_" + round + "_" + i, column(int64(-1)));
            }
            if (round % 2 == 0) {
                reply.with("trips", column(int64(round))).with("rate", column(float64(0.5)));
            } else {
                reply.with("rate", column(float64(0.5))).with("trips", column(int64(round)));
            }

            assertThat(row(reply).int64("trips")).isEqualTo(round);
        }
    }

    @Test
    void moreNamesThanColumns_areRefused_sinceNoColumnCanBeTold() {
        FeastReply reply = new FeastReply()
                .named("driver:source_of_an_on_demand_view")
                .with("driver:trips", column(int64(5)))
                .with("driver:rate", column(float64(0.5)));

        assertThatThrownBy(() -> row(reply))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names 3 columns and has 2")
                .hasMessageContaining("on-demand views")
                .hasMessageContaining("without them");
    }

    @Test
    void oneName_ofTwoColumns_isRefused() {
        FeastReply reply = new FeastReply()
                .with("trips", column(int64(5)))
                .with("rate", column(float64(0.5)))
                .with("rate", column(float64(0.75)));

        assertThatThrownBy(() -> row(reply))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("two columns 'rate': set fullFeatureNames");
    }

    @Test
    void columnWithItsView_isPreferredToABareOne() throws IOException {
        FeastReply reply = new FeastReply()
                .with("rate", column(float64(-1)))
                .with("driver__rate", column(float64(0.5)))
                .with("trips", column(int64(5)));

        assertThat(row(reply).float64("rate")).isEqualTo(0.5);
    }

    @Test
    void featuresOfOneName_inTwoFeastViews_areToldApart_orRefused() throws IOException {
        FeatureView both = FeatureView.builder("both", "driver_id")
                .feature("now", FeatureType.INT64)
                .feature("ever", FeatureType.INT64)
                .build();
        FeastCodec joined = new FeastCodec(
                ViewBinding.of(both).withServerName("now", "recent:trips").withServerName("ever", "total:trips"),
                TERMS);
        byte[] full = new FeastReply()
                .with("total__trips", column(int64(2)))
                .with("recent__trips", column(int64(1)))
                .octets();
        byte[] bare = new FeastReply().with("trips", column(int64(1))).octets();

        FeatureRow row = joined.fetch(List.of(ONE)).rows(full, full.length, 7).get(0);

        assertThat(row.int64("now")).isEqualTo(1);
        assertThat(row.int64("ever")).isEqualTo(2);
        assertThatThrownBy(() -> joined.fetch(List.of(ONE)).rows(bare, bare.length, 7))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'trips' may be more than one feature of view 'both'");
    }

    @Test
    void featureCalledLikeItsJoinKey_isNotTheKeysColumn() throws IOException {
        FeatureView view = FeatureView.builder("driver", "id")
                .feature("id", FeatureType.INT64)
                .build();
        FeastCodec same = new FeastCodec(ViewBinding.of(view), TERMS);
        byte[] reply = new FeastReply()
                .with("id", column(int64(1001)))
                .with("driver__id", column(int64(5)))
                .octets();

        assertThat(same.fetch(List.of(ONE)).rows(reply, reply.length, 7).get(0).int64("id"))
                .isEqualTo(5);
    }

    @Test
    void noColumnOfTheView_isRefused_sinceItSaysNothingOfTheEntity() {
        assertThatThrownBy(() -> row(new FeastReply().with("driver_id", column(int64(1001)))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none of its 1 columns is a feature of view 'driver'");
        assertThatThrownBy(() -> row(new FeastReply())).isInstanceOf(IOException.class);
    }

    @Test
    void columnThatIsNotSent_isNotFound() throws IOException {
        FeatureRow row = row(new FeastReply().with("trips", column(int64(5))));

        assertThat(row.state("rate")).isEqualTo(ValueState.NOT_FOUND);
        assertThat(row.status()).isEqualTo(RowStatus.PRESENT);
    }

    @Test
    void columnOfAnotherLength_isRefused() {
        assertThatThrownBy(() -> rows(new FeastReply().with("trips", column(int64(5))), ONE, TWO))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a column of 1 values for 2 entities");
        assertThatThrownBy(() -> row(new FeastReply().with("trips", column(int64(5), int64(6)))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a column of more than 1 values");
    }

    @Test
    void statuses_meanStates() throws IOException {
        assertThat(state(FieldStatus.PRESENT, int64(5))).isEqualTo(ValueState.PRESENT);
        assertThat(state(FieldStatus.PRESENT, NOTHING)).isEqualTo(ValueState.NULL);
        assertThat(state(
                        FieldStatus.PRESENT,
                        Value.newBuilder().setNullVal(Null.NULL).build()))
                .isEqualTo(ValueState.NULL);
        assertThat(state(FieldStatus.NULL_VALUE, NOTHING)).isEqualTo(ValueState.NULL);
        assertThat(state(FieldStatus.NOT_FOUND, NOTHING)).isEqualTo(ValueState.NOT_FOUND);
        assertThat(state(FieldStatus.OUTSIDE_MAX_AGE, int64(5))).isEqualTo(ValueState.PRESENT);
        assertThat(state(FieldStatus.OUTSIDE_MAX_AGE, NOTHING)).isEqualTo(ValueState.NOT_FOUND);
        assertThat(state(FieldStatus.INVALID, int64(5))).isEqualTo(ValueState.ERROR);
        assertThat(state(
                        FieldStatus.PRESENT,
                        Value.newBuilder().setMapVal(Map.getDefaultInstance()).build()))
                .isEqualTo(ValueState.ERROR);
    }

    private ValueState state(FieldStatus status, Value value) throws IOException {
        return row(new FeastReply()
                        .with(
                                "trips",
                                FeatureVector.newBuilder().addValues(value).addStatuses(status)))
                .state("trips");
    }

    @Test
    void row_withoutAnyFoundColumn_isNotFound() throws IOException {
        FeatureVector.Builder missing =
                FeatureVector.newBuilder().addValues(NOTHING).addStatuses(FieldStatus.NOT_FOUND);
        FeatureRow row = row(new FeastReply().with("trips", at(missing, 99)).with("rate", missing));

        assertThat(row.status()).isEqualTo(RowStatus.NOT_FOUND);
        assertThat(row.eventTime()).isEmpty();
    }

    @Test
    void replyWithoutStatusesAndTimes_isRead() throws IOException {
        FeastReply reply = new FeastReply()
                .with("trips", FeatureVector.newBuilder().addValues(int64(5)).addValues(NOTHING))
                .with(
                        "rate",
                        FeatureVector.newBuilder()
                                .addValues(float64(Double.NaN))
                                .addValues(NOTHING)
                                .addStatuses(FieldStatus.PRESENT));

        List<FeatureRow> rows = rows(reply, ONE, TWO);

        assertThat(rows.get(0).int64("trips")).isEqualTo(5);
        assertThat(rows.get(0).state("rate")).isEqualTo(ValueState.NAN);
        assertThat(rows.get(1).state("rate")).isEqualTo(ValueState.NULL);
        assertThat(rows.get(1).eventTime()).isEmpty();
    }

    @Test
    void eventTime_isTheOldestOfTheColumns_notTheLast() throws IOException {
        FeastReply reply = new FeastReply()
                .with("driver_id", at(column(int64(1001), int64(1002)), 1, 1))
                .with("trips", at(column(int64(5), int64(5)), 1_700_000_000, 0))
                .with("rate", at(column(float64(0.5), float64(0.5)), 1_800_000_000, 1_800_000_001));

        List<FeatureRow> rows = rows(reply, ONE, TWO);

        assertThat(rows.get(0).eventTime()).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(rows.get(1).eventTime()).contains(Instant.ofEpochSecond(1_800_000_001));
    }

    @Test
    void int64_readAsAnotherType_isExactOrRefused_neverZero() throws IOException {
        FeatureRow row =
                row(new FeastReply().with("trips", column(int64(5))).with("rate", column(int64((1L << 53) + 1))));
        FeatureRow exact = row(new FeastReply().with("trips", column(text("5"))).with("rate", column(int64(1L << 53))));

        assertThatThrownBy(() -> row.float64("trips")).hasMessageContaining("trips");
        assertThat(row.state("rate")).isEqualTo(ValueState.ERROR);
        assertThat(exact.float64("rate")).isEqualTo(0x1p53);
        assertThat(exact.state("trips")).isEqualTo(ValueState.ERROR);
    }
}
