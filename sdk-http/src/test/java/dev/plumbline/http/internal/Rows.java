package dev.plumbline.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ValueState;
import java.util.List;

/** Compares rows to the last bit. */
final class Rows {
    private Rows() {}

    static void assertSame(List<FeatureRow> actual, List<FeatureRow> expected, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            FeatureRow left = actual.get(i);
            FeatureRow right = expected.get(i);
            String row = what + ", row " + i;
            assertThat(left.status()).as(row).isEqualTo(right.status());
            assertThat(left.eventTime()).as(row).isEqualTo(right.eventTime());
            assertThat(left.dataVersion()).as(row).isEqualTo(right.dataVersion());
            for (int slot = 0; slot < right.view().size(); slot++) {
                if (left.state(slot) == right.state(slot)
                        && left.bits(slot) == right.bits(slot)
                        && left.object(slot) == right.object(slot)) {
                    continue;
                }
                String cell = row + ", " + right.view().featureNames().get(slot) + ":"
                        + right.view().type(slot);
                assertThat(left.state(slot)).as(cell).isEqualTo(right.state(slot));
                if (right.state(slot) == ValueState.PRESENT) {
                    assertThat(left.bits(slot)).as(cell).isEqualTo(right.bits(slot));
                    assertThat(left.object(slot)).as(cell).isEqualTo(right.object(slot));
                }
            }
        }
    }
}
