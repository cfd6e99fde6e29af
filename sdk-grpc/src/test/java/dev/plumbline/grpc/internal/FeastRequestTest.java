package dev.plumbline.grpc.internal;

import static dev.plumbline.grpc.internal.FeastReply.int64;
import static dev.plumbline.grpc.internal.FeastReply.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import feastserving.GetOnlineFeaturesRequest;
import feasttypes.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FeastRequestTest {
    private static final FeastTerms TERMS = terms(Map.of(), Map.of());
    private static final FeatureView ROUTE = FeatureView.builder("route", "driver_id", "city")
            .feature("trips", FeatureType.INT64)
            .feature("rate", FeatureType.FLOAT64)
            .build();

    private static FeastTerms terms(Map<String, FeatureType> keyTypes, Map<String, FeatureType> requestData) {
        return new FeastTerms(Optional.empty(), false, keyTypes, requestData);
    }

    private static GetOnlineFeaturesRequest request(ViewBinding binding, FeastTerms terms, EntityKey... keys)
            throws InvalidProtocolBufferException {
        return GetOnlineFeaturesRequest.parseFrom(
                new FeastCodec(binding, terms).fetch(List.of(keys)).request());
    }

    private static FeatureView keyed(String... joinKeys) {
        return FeatureView.builder("v", joinKeys)
                .feature("f", FeatureType.INT64)
                .build();
    }

    private static List<Value> values(FeastTerms terms, String joinKey, EntityKey... keys)
            throws InvalidProtocolBufferException {
        return request(ViewBinding.of(keyed(joinKey)), terms, keys)
                .getEntitiesOrThrow(joinKey)
                .getValList();
    }

    @Test
    void entities_areColumns_sortedByTheirValues() throws Exception {
        GetOnlineFeaturesRequest request = request(
                ViewBinding.of(ROUTE).withServerName("rate", "other@v2:rate"),
                TERMS,
                EntityKey.composite(7, "b"),
                EntityKey.composite(-1, "😀"),
                EntityKey.composite(-1, "\uFFFD"),
                EntityKey.composite(7, "a"));

        assertThat(request.getFeatures().getValList()).containsExactly("route:trips", "other@v2:rate");
        assertThat(request.getFullFeatureNames()).isFalse();
        assertThat(request.getEntitiesMap()).containsOnlyKeys("driver_id", "city");
        assertThat(request.getEntitiesOrThrow("driver_id").getValList())
                .containsExactly(int64(-1), int64(-1), int64(7), int64(7));
        assertThat(request.getEntitiesOrThrow("city").getValList())
                .containsExactly(text("\uFFFD"), text("😀"), text("a"), text("b"));
        assertThat(request.getRequestContextMap()).isEmpty();
    }

    @Test
    void keys_goAsTheTypesThatAreTold() throws Exception {
        EntityKey five = EntityKey.of(5);

        assertThat(values(terms(Map.of("k", FeatureType.INT32), Map.of()), "k", five))
                .containsExactly(Value.newBuilder().setInt32Val(5).build());
        assertThat(values(terms(Map.of("k", FeatureType.STRING), Map.of()), "k", EntityKey.of(10), EntityKey.of("9")))
                .containsExactly(text("10"), text("9"));
        assertThat(values(terms(Map.of("k", FeatureType.TIMESTAMP), Map.of()), "k", EntityKey.of(5_000_000)))
                .containsExactly(Value.newBuilder().setUnixTimestampVal(5).build());
    }

    @Test
    void keysThatBecomeOneOnTheWire_areSentOnce_andBothAnswered() throws Exception {
        FeatureView view = keyed("k");
        FeastCodec codec = new FeastCodec(ViewBinding.of(view), terms(Map.of("k", FeatureType.STRING), Map.of()));
        FeastCodec.Fetch fetch = codec.fetch(List.of(EntityKey.of("3"), EntityKey.of("1"), EntityKey.of(3)));
        byte[] reply = new FeastReply()
                .with("f", FeastReply.column(int64(1), int64(3)))
                .octets();

        assertThat(GetOnlineFeaturesRequest.parseFrom(fetch.request())
                        .getEntitiesOrThrow("k")
                        .getValList())
                .containsExactly(text("1"), text("3"));
        assertThat(fetch.rows(reply, reply.length, 7))
                .extracting(row -> row.int64("f"))
                .containsExactly(3L, 1L, 3L);
    }

    @Test
    void keysOfWhichNoneFits_areRefused_withoutTheirValues() {
        FeastTerms int32 = terms(Map.of("k", FeatureType.INT32), Map.of());

        assertThatThrownBy(() -> values(int32, "k", EntityKey.of(1L << 40), EntityKey.of("secret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key index 0: join key 'k' is a number and goes as int32")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> request(ViewBinding.of(ROUTE), TERMS, EntityKey.of(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key index 0 has 1 values for the join keys [driver_id, city]");
    }

    @Test
    void keyThatDoesNotFit_failsAlone_whereverItStands() throws Exception {
        FeastTerms int32 = terms(Map.of("k", FeatureType.INT32), Map.of());

        assertLeftOut(int32, EntityKey.of(1L << 40), EntityKey.of(3), EntityKey.of(1));
        assertLeftOut(TERMS, EntityKey.of("secret"), EntityKey.of(3), EntityKey.of(1));
        assertLeftOut(TERMS, EntityKey.composite(1, "a"), EntityKey.of(3), EntityKey.of(1));
    }

    private static void assertLeftOut(FeastTerms terms, EntityKey wrong, EntityKey... right) throws Exception {
        FeastCodec codec = new FeastCodec(ViewBinding.of(keyed("k")), terms);
        byte[] reply = new FeastReply()
                .with("f", FeastReply.column(int64(1), int64(3)))
                .octets();
        for (int place = 0; place <= right.length; place++) {
            List<EntityKey> keys = new ArrayList<>(List.of(right));
            keys.add(place, wrong);

            FeastCodec.Fetch fetch = codec.fetch(keys);
            List<FeatureRow> rows = new ArrayList<>(fetch.rows(reply, reply.length, 7));

            assertThat(GetOnlineFeaturesRequest.parseFrom(fetch.request())
                            .getEntitiesOrThrow("k")
                            .getValList())
                    .hasSize(right.length);
            FeatureRow failed = rows.remove(place);
            assertThat(failed.status()).isEqualTo(RowStatus.ERROR);
            assertThat(failed.cause().orElseThrow())
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("joinKeyType")
                    .hasMessageNotContaining("secret");
            assertThat(rows).extracting(row -> row.int64("f")).containsExactly(3L, 1L);
        }
    }

    @Test
    void requestData_isSentInBothPlaces_asItsType() throws Exception {
        FeastTerms terms = terms(
                Map.of(),
                Map.of(
                        "amount", FeatureType.FLOAT64,
                        "at", FeatureType.TIMESTAMP,
                        "is_new", FeatureType.BOOL));

        GetOnlineFeaturesRequest request = request(
                ViewBinding.of(keyed("id", "amount", "at", "is_new")),
                terms,
                EntityKey.composite("a", "12.5", 1_700_000_000_000_000L, "true"));

        assertThat(request.getEntitiesMap()).containsOnlyKeys("id", "amount", "at", "is_new");
        assertThat(request.getRequestContextMap()).containsOnlyKeys("amount", "at", "is_new");
        for (String name : request.getRequestContextMap().keySet()) {
            assertThat(request.getEntitiesOrThrow(name)).isEqualTo(request.getRequestContextOrThrow(name));
        }
        assertThat(request.getRequestContextOrThrow("amount").getVal(0))
                .isEqualTo(Value.newBuilder().setDoubleVal(12.5).build());
        assertThat(request.getRequestContextOrThrow("at").getVal(0))
                .isEqualTo(Value.newBuilder().setUnixTimestampVal(1_700_000_000).build());
        assertThat(request.getRequestContextOrThrow("is_new").getVal(0))
                .isEqualTo(Value.newBuilder().setBoolVal(true).build());
    }

    @Test
    void featureService_standsForTheList_andNamesMayBeFull() throws Exception {
        GetOnlineFeaturesRequest request = request(
                ViewBinding.of(keyed("k")),
                new FeastTerms(Optional.of("ranking_v3"), true, Map.of(), Map.of()),
                EntityKey.of(1));

        assertThat(request.getFeatureService()).isEqualTo("ranking_v3");
        assertThat(request.hasFeatures()).isFalse();
        assertThat(request.getFullFeatureNames()).isTrue();
    }

    @Test
    void namesThatCollide_areAskedForInFull() throws Exception {
        ViewBinding binding =
                ViewBinding.of(ROUTE).withServerName("trips", "a:n").withServerName("rate", "b:n");

        assertThat(request(binding, TERMS, EntityKey.composite(1, "a")).getFullFeatureNames())
                .isTrue();
        assertThat(request(ViewBinding.of(keyed("f")), TERMS, EntityKey.of(1)).getFullFeatureNames())
                .isTrue();
    }

    @Test
    void serverName_thatIsHalfAReference_isRefused() {
        ViewBinding binding = ViewBinding.of(keyed("k")).withServerName("f", "view:");

        assertThatThrownBy(() -> new FeastCodec(binding, TERMS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("view 'v': the server's name 'view:' is not view:feature");
    }
}
