package dev.plumbline.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.FeatureRow;
import java.util.List;

/** Compares rows to the last bit. */
final class Rows {
    private Rows() {}

    static void assertSame(List<FeatureRow> actual, List<FeatureRow> expected, String what) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            FeatureRow left = actual.get(i);
            FeatureRow right = expected.get(i);
            assertThat(left.status()).as("%s, row %d", what, i).isEqualTo(right.status());
            assertThat(left.eventTimeMicros()).as("%s, row %d", what, i).isEqualTo(right.eventTimeMicros());
            assertThat(left.dataVersion()).as("%s, row %d", what, i).isEqualTo(right.dataVersion());
            for (int slot = 0; slot < right.view().size(); slot++) {
                String cell = what + ", row " + i + ", "
                        + right.view().featureNames().get(slot) + ":"
                        + right.view().type(slot);
                assertThat(left.state(slot)).as(cell).isEqualTo(right.state(slot));
                if (right.state(slot) == dev.plumbline.feature.ValueState.PRESENT) {
                    assertThat(left.bits(slot)).as(cell).isEqualTo(right.bits(slot));
                    assertThat(left.object(slot)).as(cell).isEqualTo(right.object(slot));
                }
            }
        }
    }
}
