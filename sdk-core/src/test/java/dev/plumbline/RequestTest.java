package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RequestTest {
    @Test
    void of_pairs_areFields_nullIncluded() {
        Request request = Request.of("origin", "DFW", "distance", 802, "carrier", null);
        assertThat(request.fields()).containsExactly("origin", "distance", "carrier");
        assertThat(request.value("distance")).isEqualTo(802);
        assertThat(request.has("carrier")).isTrue();
        assertThat(request.value("carrier")).isNull();
        assertThat(request.has("gate")).isFalse();
        assertThat(request.value("gate")).isNull();
    }

    @Test
    void of_oddArguments_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.of("origin"))
                .withMessage("a request takes pairs of field name and value, not 1 arguments");
    }

    @Test
    void of_nameThatIsNoText_isRefusedWithItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.of("a", 1, 2, 3))
                .withMessage("request argument 2 is no field name but 2");
    }

    @Test
    void of_fieldTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.of("a", null, "a", 1))
                .withMessage("request field 'a' comes twice");
    }

    @Test
    void of_valueOfAnotherClass_isRefused_fromPairsAndFromAMap() {
        String message = "request field 'a' is a java.math.BigDecimal: pass a String, Boolean, Integer, Long, Float,"
                + " Double, Instant, byte[], or for a list or vector a boolean[], int[], long[], float[], double[] or"
                + " String[]";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.of("a", BigDecimal.ONE))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.of(Map.of("a", BigDecimal.ONE)))
                .withMessage(message);
    }

    @Test
    void of_mapChangedAfterwards_staysAsItWas() {
        Map<String, Object> fields = new HashMap<>(Map.of("a", 1));
        Request request = Request.of(fields);
        fields.put("b", 2);
        assertThat(request.fields()).isEqualTo(java.util.Set.of("a"));
        assertThatThrownBy(() -> request.fields().remove("a")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void toString_hasNoValue() {
        assertThat(Request.of("user", "secret")).hasToString("request[user]");
        assertThat(List.of(Request.of())).hasToString("[request[]]");
    }

    @Test
    void of_array_isCopied() {
        float[] embedding = {1, 2};
        Request request = Request.of("a", embedding);

        embedding[0] = 9;

        assertThat((float[]) request.value("a")).containsExactly(1, 2);
    }
}
