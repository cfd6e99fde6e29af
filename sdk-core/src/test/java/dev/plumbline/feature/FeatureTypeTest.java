package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FeatureTypeTest {
    private static final List<FeatureType> SCALARS = List.of(
            FeatureType.BOOL,
            FeatureType.INT32,
            FeatureType.INT64,
            FeatureType.FLOAT32,
            FeatureType.FLOAT64,
            FeatureType.STRING,
            FeatureType.BYTES,
            FeatureType.TIMESTAMP);

    private static final Set<String> WIDENINGS = Set.of("int32 -> int64", "int32 -> float64", "float32 -> float64");

    @Test
    void widensTo_scalars_isTheTableAndNothingElse() {
        List<String> found = new ArrayList<>();
        for (FeatureType from : SCALARS) {
            for (FeatureType to : SCALARS) {
                if (!from.equals(to) && from.widensTo(to)) {
                    found.add(from + " -> " + to);
                }
            }
            assertThat(from.widensTo(from)).isTrue();
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(WIDENINGS);
    }

    @Test
    void widensTo_lists_goesByTheirElements() {
        FeatureType ints = FeatureType.listOf(FeatureType.INT32);
        assertThat(ints.widensTo(FeatureType.listOf(FeatureType.INT64))).isTrue();
        assertThat(ints.widensTo(FeatureType.listOf(FeatureType.FLOAT32))).isFalse();
        assertThat(ints.widensTo(FeatureType.INT64)).isFalse();
        assertThat(FeatureType.INT32.widensTo(ints)).isFalse();
    }

    @Test
    void widensTo_vectors_keepsTheLength() {
        FeatureType vector = FeatureType.vectorOf(FeatureType.FLOAT32, 4);
        assertThat(vector.widensTo(FeatureType.vectorOf(FeatureType.FLOAT64, 4)))
                .isTrue();
        assertThat(vector.widensTo(FeatureType.vectorOf(FeatureType.FLOAT32, 5)))
                .isFalse();
        assertThat(vector.widensTo(FeatureType.listOf(FeatureType.FLOAT32))).isFalse();
    }

    @Test
    void listOf_list_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureType.listOf(FeatureType.listOf(FeatureType.BOOL)))
                .withMessage("a list holds scalars, not list<bool>: lists do not nest");
    }

    @Test
    void vectorOf_otherThanFloats_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureType.vectorOf(FeatureType.INT64, 4))
                .withMessage("a vector holds float32 or float64, not int64");
    }

    @Test
    void vectorOf_length_is1To65536() {
        assertThat(FeatureType.vectorOf(FeatureType.FLOAT64, 65_536).length()).isEqualTo(65_536);
        assertThat(FeatureType.vectorOf(FeatureType.FLOAT64, 1).length()).isOne();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureType.vectorOf(FeatureType.FLOAT64, 0))
                .withMessage("a vector's length is 1 to 65536, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureType.vectorOf(FeatureType.FLOAT64, 65_537));
    }

    @Test
    void element_ofScalar_throws() {
        assertThat(FeatureType.listOf(FeatureType.BYTES).element()).isEqualTo(FeatureType.BYTES);
        assertThatIllegalStateException()
                .isThrownBy(FeatureType.BOOL::element)
                .withMessage("bool is a scalar and has no elements");
    }

    @Test
    void toString_isTheNameInSpecs() {
        assertThat(FeatureType.TIMESTAMP).hasToString("timestamp");
        assertThat(FeatureType.listOf(FeatureType.STRING)).hasToString("list<string>");
        assertThat(FeatureType.vectorOf(FeatureType.FLOAT32, 4)).hasToString("vector<float32,4>");
    }

    @Test
    void equals_typesMadeAlike_areEqual() {
        assertThat(FeatureType.vectorOf(FeatureType.FLOAT32, 4))
                .isEqualTo(FeatureType.vectorOf(FeatureType.FLOAT32, 4))
                .hasSameHashCodeAs(FeatureType.vectorOf(FeatureType.FLOAT32, 4))
                .isNotEqualTo(FeatureType.vectorOf(FeatureType.FLOAT64, 4))
                .isNotEqualTo(FeatureType.listOf(FeatureType.FLOAT32));
    }
}
