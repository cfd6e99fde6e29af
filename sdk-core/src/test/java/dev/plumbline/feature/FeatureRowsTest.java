package dev.plumbline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FeatureRowsTest {
    private static final FeatureView VIEW =
            FeatureView.builder("v", "k").feature("n", FeatureType.INT64).build();
    private static final FeatureRow ROW = FeatureRow.notFound(VIEW, 0);

    @Test
    void of_sizesThatDiffer_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureRows.of(List.of(EntityKey.of(1), EntityKey.of(2)), List.of(ROW)))
                .withMessage("1 rows for 2 keys");
    }

    @Test
    void of_duplicateKeys_keepsOrderAndSize() {
        FeatureRow other = FeatureRow.notFound(VIEW, 1);
        FeatureRows rows =
                FeatureRows.of(List.of(EntityKey.of(1), EntityKey.of(2), EntityKey.of(1)), List.of(ROW, other, ROW));
        assertThat(rows.size()).isEqualTo(3);
        assertThat(rows).containsExactly(ROW, other, ROW);
        assertThat(rows.key(2)).isEqualTo(EntityKey.of(1));
        assertThat(rows.get(1)).isSameAs(other);
    }

    @Test
    void of_listsChangedAfterwards_staysAsItWas() {
        List<FeatureRow> rows = new ArrayList<>(List.of(ROW));
        FeatureRows made = FeatureRows.of(List.of(EntityKey.of(1)), rows);
        rows.clear();
        assertThat(made.toList()).containsExactly(ROW);
    }

    @Test
    void toString_hasNoKey() {
        assertThat(FeatureRows.of(List.of(EntityKey.of("secret")), List.of(ROW)))
                .hasToString("1 rows");
    }
}
