package dev.plumbline.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PlainCodecTest {
    private static final FeatureView VIEW =
            FeatureView.builder("v", "id").feature("x", FeatureType.INT64).build();

    private final PlainCodec codec = new PlainCodec(JsonFormat.factory(1 << 20), ViewBinding.of(VIEW));

    private List<FeatureRow> rows(String reply, EntityKey... keys) throws IOException {
        byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        return codec.exchange(List.of(keys)).rows(bytes, bytes.length, 5);
    }

    @Test
    void theNumber3AndTheText3_areOneEntityToTheServer() throws IOException {
        List<FeatureRow> rows =
                rows("{\"rows\":[{\"key\":\"3\",\"values\":{\"x\":1}}]}", EntityKey.of(3), EntityKey.of("3"));

        assertThat(rows).extracting(row -> row.int64("x")).containsExactly(1L, 1L);
    }

    @Test
    void rowOfAKeyThatComesTwice_isTheLast_andOneNobodyAskedForIsNone() throws IOException {
        List<FeatureRow> rows = rows(
                "{\"rows\":[{\"key\":\"a\",\"values\":{\"x\":1}},{\"values\":{\"x\":2},\"key\":\"a\"},{\"key\":\"z\"}]}",
                EntityKey.of("a"),
                EntityKey.of("b"));

        assertThat(rows.get(0).int64("x")).isEqualTo(2);
        assertThat(rows.get(1).status()).isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void errorOfARow_isItsCause_andHarmsNoOther() throws IOException {
        List<FeatureRow> rows = rows(
                "{\"rows\":[{\"key\":\"a\",\"error\":\"no such shard\"},{\"key\":\"b\",\"values\":{\"x\":1}}]}",
                EntityKey.of("a"),
                EntityKey.of("b"));

        assertThat(rows.get(0).status()).isEqualTo(RowStatus.ERROR);
        assertThat(rows.get(0).cause().orElseThrow()).hasMessageNotContaining("shard");
        assertThat(rows.get(0).cause().orElseThrow()).hasRootCauseMessage("no such shard");
        assertThat(rows.get(1).int64("x")).isEqualTo(1);
    }

    @Test
    void namesOfReplies_areNotKept_howeverLongTheyAre() throws IOException {
        long before = used();
        for (int i = 0; i < 300; i++) {
            String reply = "{\"rows\":[],\"" + "n".repeat(200_000) + i + "\":1}";
            try {
                rows(reply, EntityKey.of("a"));
            } catch (JacksonException e) {
                assertThat(e).hasMessageNotContaining("nnnn");
            }
        }

        assertThat(used() - before).isLessThan(30_000_000);
    }

    private static long used() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"rows\":{}}",
                "{\"rows\":[1]}",
                "{\"rows\":[{}]}",
                "{\"rows\":[{\"key\":null}]}",
                "{\"rows\":[{\"key\":1.5}]}",
                "{\"rows\":[{\"key\":[[1]]}]}",
                "{\"rows\":[{\"key\":\"a\",\"values\":[]}]}",
                "{\"rows\":[{\"key\":\"a\",\"states\":{\"x\":\"stale\"}}]}",
                "{\"rows\":[{\"key\":\"a\",\"event_time\":\"now\"}]}",
                "{\"rows\":[{\"key\":\"a\",\"version\":\"v1\"}]}",
                "{\"rows\":[]}{}",
                "{\"rows\":[]",
            })
    void repliesThatAreNone_areRefused(String reply) {
        assertThatThrownBy(() -> rows(reply, EntityKey.of("a"))).isInstanceOf(IOException.class);
    }

    @Test
    void refusals_holdNoValue() {
        assertThatThrownBy(() -> rows("{\"rows\":[{\"key\":\"secret\",\"event_time\":\"secret\"}]}", EntityKey.of("a")))
                .hasMessageNotContaining("secret");
    }
}
