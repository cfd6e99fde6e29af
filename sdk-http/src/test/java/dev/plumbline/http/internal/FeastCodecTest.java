package dev.plumbline.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeastCodecTest {
    private static final FeatureView VIEW = FeatureView.builder("v", "id")
            .feature("x", FeatureType.INT64)
            .feature("y", FeatureType.INT64)
            .build();

    private final ObjectMapper mapper = new ObjectMapper();

    private static FeastCodec codec(ViewBinding binding, FeastOptions options) {
        return new FeastCodec(JsonFormat.factory(1 << 20), binding, options);
    }

    private static FeastCodec codec() {
        return codec(ViewBinding.of(VIEW), new FeastOptions(null, Set.of()));
    }

    private static List<FeatureRow> rows(JsonCodec.Exchange exchange, String reply) throws IOException {
        byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        return exchange.rows(bytes, bytes.length, 5);
    }

    @Test
    void request_namesViewAndFeature_andSortsKeys() throws IOException {
        byte[] request = codec().exchange(
                        List.of(EntityKey.of("b"), EntityKey.of(10), EntityKey.of("a"), EntityKey.of(9)))
                .request();

        assertThat(mapper.readTree(request)).isEqualTo(mapper.readTree("""
                                {"features": ["v:x", "v:y"], "full_feature_names": false,
                                 "entities": {"id": [9, 10, "a", "b"]}}
                                """));
    }

    @Test
    void request_forAService_carriesItsNameAndRequestDataBothWays() throws IOException {
        FeatureView view = FeatureView.builder("v", "id", "now")
                .feature("x", FeatureType.INT64)
                .build();
        byte[] request = codec(ViewBinding.of(view), new FeastOptions("s\"", Set.of("now", "unused")))
                .exchange(List.of(EntityKey.composite("a", 7), EntityKey.composite("a", -7)))
                .request();

        assertThat(mapper.readTree(request)).isEqualTo(mapper.readTree("""
                                {"feature_service": "s\\"", "full_feature_names": false,
                                 "entities": {"id": ["a", "a"], "now": [-7, 7]}, "request_context": {"now": [-7, 7]}}
                                """));
    }

    @Test
    void featuresOfOneName_ofTwoViews_areAskedForAndFoundByTheirFullNames() throws IOException {
        ViewBinding binding = ViewBinding.of(VIEW).withServerName("x", "a:z").withServerName("y", "b:z");
        JsonCodec.Exchange exchange =
                codec(binding, new FeastOptions(null, Set.of())).exchange(List.of(EntityKey.of(1)));

        FeatureRow row = rows(exchange, """
                        {"metadata": {"feature_names": ["id", "b__z", "z", "a__z"]},
                         "results": [{"values": [1]}, {"values": [2]}, {"values": [3]}, {"values": [4]}]}
                        """).get(0);

        assertThat(mapper.readTree(exchange.request()).get("full_feature_names").booleanValue())
                .isTrue();
        assertThat(row.int64("x")).isEqualTo(4);
        assertThat(row.int64("y")).isEqualTo(2);
    }

    @Test
    void columns_thatAreNotAskedFor_areSkippedAndCounted_butNotThoseOfJoinKeys() throws IOException {
        FeastCodec codec = codec();
        List<FeatureRow> rows = rows(codec.exchange(List.of(EntityKey.of(1), EntityKey.of(2))), """
                {"results": [{"values": [1, 2]}, {"values": [3, 4]}, {"other": 1}],
                 "metadata": {"feature_names": ["id", "x", "w"]}}
                """);

        assertThat(codec.skippedFeatures()).isEqualTo(2);
        assertThat(rows.get(1).int64("x")).isEqualTo(4);
        assertThat(rows.get(1).state("y")).isEqualTo(ValueState.NOT_FOUND);
    }

    @Test
    void replyWithoutAColumnOfTheView_isRefused_ratherThanTakenForAbsentEntities() {
        assertThatThrownBy(() -> rows(codec().exchange(List.of(EntityKey.of(1))), """
                        {"results": [{"values": [1]}, {"values": [2]}],
                         "metadata": {"feature_names": ["id", "other__x"]}}
                        """))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("view 'v'");
    }

    @Test
    void twoColumnsOfOneBareName_areRefused_sinceEitherMayBeMeant() {
        assertThatThrownBy(() -> rows(codec().exchange(List.of(EntityKey.of(1))), """
                        {"results": [{"values": [1]}, {"values": [2]}], "metadata": {"feature_names": ["x", "x"]}}
                        """))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("'x'");
    }

    @Test
    void timeOfAValueThatWasNotFound_isNotTheRows() throws IOException {
        FeatureRow row = rows(codec().exchange(List.of(EntityKey.of(1))), """
                        {"results": [{"values": [1], "statuses": ["PRESENT"],
                                      "event_timestamps": ["2026-01-02T00:00:00Z"]},
                                     {"values": [null], "statuses": ["NOT_FOUND"],
                                      "event_timestamps": ["2020-01-01T00:00:00Z"]}],
                         "metadata": {"feature_names": ["x", "y"]}}
                        """).get(0);

        assertThat(row.eventTimeMicros())
                .isEqualTo(Instant.parse("2026-01-02T00:00:00Z").toEpochMilli() * 1000);
    }

    @Test
    void numberWithAFraction_thatOnlyLooksIntegralAsADouble_isAnError() throws IOException {
        List<FeatureRow> rows = rows(
                codec().exchange(List.of(
                        EntityKey.of(1), EntityKey.of(2), EntityKey.of(3), EntityKey.of(4), EntityKey.of(5))),
                """
                {"results": [{"values": [9007199254740993.0, 4503599627370497.5, 1e-400, 9007199254740992.0, 12e1]}],
                 "metadata": {"feature_names": ["x"]}}
                """);

        assertThat(rows)
                .extracting(row -> row.state("x"))
                .containsExactly(
                        ValueState.ERROR, ValueState.ERROR, ValueState.ERROR, ValueState.PRESENT, ValueState.PRESENT);
        assertThat(rows.get(3).int64("x")).isEqualTo(1L << 53);
        assertThat(rows.get(4).int64("x")).isEqualTo(120);
    }

    @Test
    void rowWhoseColumnsAreAllNotFound_isNotFound() throws IOException {
        List<FeatureRow> rows = rows(codec().exchange(List.of(EntityKey.of(1), EntityKey.of(2))), """
                {"results": [{"values": [null, 4], "statuses": ["NOT_FOUND", "PRESENT"]},
                             {"values": [7, null], "statuses": ["NOT_FOUND", "OUTSIDE_MAX_AGE"]}],
                 "metadata": {"feature_names": ["x", "y"]}}
                """);

        assertThat(rows).extracting(FeatureRow::status).containsExactly(RowStatus.NOT_FOUND, RowStatus.PRESENT);
        assertThat(rows.get(1).state("y")).isEqualTo(ValueState.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"results\":[]}",
                "{\"metadata\":{\"feature_names\":[]}}",
                "{\"results\":[],\"metadata\":{}}",
                "{\"results\":[],\"metadata\":{\"feature_names\":[1]}}",
                "{\"results\":[],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[{}],\"metadata\":{\"feature_names\":[]}}",
                "{\"results\":[{}],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[7],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[{\"values\":[]}],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[{\"values\":[1,2]}],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[{\"values\":[1],\"statuses\":[1,1]}],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[{\"values\":[1],\"event_timestamps\":[\"soon\"]}],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[{\"values\":[1],\"event_timestamps\":[5]}],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[{\"values\":[1]}],\"results\":[{\"values\":[1]}],\"metadata\":{\"feature_names\":[\"x\"]}}",
                "{\"results\":[{\"values\":[1]}],\"metadata\":{\"feature_names\":[\"x\"]}}{}",
                "{\"results\":[{\"values\":[1]}],\"metadata\":{\"feature_names\":[\"x\"]}",
            })
    void repliesThatAreNone_areRefused_alsoAfterAGoodOne(String reply) throws IOException {
        JsonCodec.Exchange exchange = codec().exchange(List.of(EntityKey.of(1)));

        assertThatThrownBy(() -> rows(exchange, reply)).isInstanceOf(IOException.class);
        String good = "{\"results\":[{\"values\":[1]}],\"metadata\":{\"feature_names\":[\"x\"]}}";
        assertThat(rows(exchange, good).get(0).int64("x")).isEqualTo(1);
        assertThatThrownBy(() -> rows(exchange, reply)).isInstanceOf(IOException.class);
        assertThat(rows(exchange, good).get(0).int64("x")).isEqualTo(1);
    }

    @Test
    void columnThatOnlyTheLastReplyHad_doesNotSpoilThisOne() throws IOException {
        JsonCodec.Exchange exchange = codec().exchange(List.of(EntityKey.of(1)));
        rows(exchange, "{\"results\":[{\"values\":[1]}],\"metadata\":{\"feature_names\":[\"x\"]}}");

        // By the last reply's names the first column is x, and has too many values for it.
        FeatureRow row = rows(exchange, """
                        {"results": [{"values": [1, 2, 3]}, {"values": [8]}],
                         "metadata": {"feature_names": ["w", "x"]}}
                        """).get(0);

        assertThat(row.int64("x")).isEqualTo(8);
    }
}
