package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FallbackTest {
    private static FeatureView.Builder view() {
        return FeatureView.builder("users", "user")
                .feature("age", FeatureType.INT32)
                .feature("score", FeatureType.FLOAT64)
                .feature("embedding", FeatureType.vectorOf(FeatureType.FLOAT32, 2));
    }

    @Test
    void defaultThatTheViewDoesNotTake_isRefusedWhenItIsBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        view().onFailure(Fallback.defaults(Map.of("scor", 1.0))).build())
                .withMessageContaining("onFailure: view 'users' has no feature 'scor'")
                .withMessageContaining("did you mean 'score'");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        view().onNotFound(Fallback.defaults(Map.of("age", 3.5))).build())
                .withMessageContaining("onNotFound: view 'users', feature 'age'")
                .withMessageContaining("java.lang.Double: pass a Long or an Integer in its range");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> view().onNotFound(Fallback.lastKnownOr(Map.of("embedding", List.of(1.0))))
                        .build())
                .withMessageContaining("2 elements");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fallback.defaults(Map.of()))
                .withMessageContaining("at least one");
    }

    @Test
    void defaults_makeARowOfTheirOwn() {
        Fallback fallback = Fallback.defaults(Map.of("embedding", new float[] {1, 2}, "score", Double.NaN));
        FeatureView view = view().onFailure(fallback).build();

        FeatureRow row = fallback.defaultRow(view, 77).orElseThrow();

        assertThat(row.float32s("embedding")).containsExactly(1, 2);
        assertThat(row.state("score")).isEqualTo(ValueState.NAN);
        assertThat(row.state("age")).isEqualTo(ValueState.NOT_FOUND);
        assertThat(row.freshness()).isEqualTo(Freshness.FALLBACK);
        assertThat(row.tier()).isEqualTo(ReadTier.NONE);
        assertThat(row.receivedMicros()).isEqualTo(77);
        assertThat(Fallback.lastKnown().defaultRow(view, 77)).isEmpty();
    }

    @Test
    void nullDefault_isANullCell() {
        Fallback fallback = Fallback.defaults(Collections.singletonMap("age", null));
        FeatureView view = view().onFailure(fallback).build();

        assertThat(fallback.defaultRow(view, 0).orElseThrow().state("age")).isEqualTo(ValueState.NULL);
    }

    @Test
    void views_areEqualIfTheirFallbacksAre_andOfOneSchema() {
        FeatureView one = view().onFailure(Fallback.defaults(Map.of("embedding", new float[] {1, 2})))
                .build();
        FeatureView same = view().onFailure(Fallback.defaults(Map.of("embedding", new float[] {1, 2})))
                .build();
        FeatureView other = view().onFailure(Fallback.defaults(Map.of("embedding", new float[] {1, 3})))
                .build();

        assertThat(one)
                .isEqualTo(same)
                .hasSameHashCodeAs(same)
                .isNotEqualTo(other)
                .isNotEqualTo(view().build());
        assertThat(view().onNotFound(Fallback.lastKnown()).build()).isNotEqualTo(view().build());
        assertThat(one.schemaHash()).isEqualTo(view().build().schemaHash());
        assertThat(view().onFailure(Fallback.fail()).build()).isEqualTo(view().build());
    }

    @Test
    void toString_tellsNoValue() {
        assertThat(Arrays.asList(
                        Fallback.fail(),
                        Fallback.lastKnown(),
                        Fallback.defaults(Map.of("age", 7)),
                        Fallback.lastKnownOr(Map.of("age", 7))))
                .extracting(Fallback::toString)
                .containsExactly("fail", "last known", "defaults of [age]", "last known or defaults of [age]");
    }
}
