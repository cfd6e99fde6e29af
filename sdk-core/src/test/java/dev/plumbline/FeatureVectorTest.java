package dev.plumbline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeatureVectorTest {
    private static final FeatureVector FLOATS =
            FeatureVector.ofFloat32s(new float[] {1, 2}, "plb1:abc", Duration.ofSeconds(3), true);

    @Test
    void float32s_giveCopies() {
        FLOATS.float32s()[0] = 9;
        assertThat(FLOATS.float32s()).containsExactly(1, 2);
        assertThat(FLOATS.width()).isEqualTo(2);
    }

    @Test
    void floatsOfTheOtherType_nameTheRightGetter() {
        assertThatIllegalStateException()
                .isThrownBy(FLOATS::float64s)
                .withMessage("the spec's output type is f32: ask for float32s()");
        FeatureVector doubles = FeatureVector.ofFloat64s(new double[] {1}, "plb1:abc", Duration.ZERO, false);
        assertThat(doubles.width()).isOne();
        doubles.float64s()[0] = 9;
        assertThat(doubles.float64s()).containsExactly(1);
        assertThatIllegalStateException()
                .isThrownBy(doubles::float32s)
                .withMessage("the spec's output type is f64: ask for float64s()");
    }

    @Test
    void toString_hasNoValue() {
        assertThat(FLOATS).hasToString("vector of 2, age PT3S, degraded, plb1:abc");
    }

    @Test
    void vectors_tellUsableRowsAndReasons() {
        IllegalArgumentException reason = new IllegalArgumentException("bad");
        FeatureVectors vectors = FeatureVectors.of(List.of(
                new FeatureVectors.Result(FLOATS, null),
                new FeatureVectors.Result(null, reason),
                new FeatureVectors.Result(FLOATS, null)));
        assertThat(vectors.size()).isEqualTo(3);
        assertThat(vectors.usable()).containsExactly(0, 2);
        assertThat(vectors.get(2)).isSameAs(FLOATS);
        assertThat(vectors.failure(0)).isEmpty();
        assertThat(vectors.failure(1)).containsSame(reason);
        assertThatThrownBy(() -> vectors.get(1)).isSameAs(reason);
    }
}
