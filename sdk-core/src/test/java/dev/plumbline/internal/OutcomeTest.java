package dev.plumbline.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutcomeTest {
    private static final FeatureRow GOOD = HeldOrigin.row(1);
    private static final FeatureRow STALE = GOOD.asRead(0, Freshness.STALE, ReadTier.NEAR);
    private static final FeatureRow FALLBACK = GOOD.asRead(0, Freshness.FALLBACK, ReadTier.NONE);
    private static final FeatureRow FAILED = FeatureRow.failed(HeldOrigin.VIEW, new IllegalStateException(), 0);

    private static Outcome of(FeatureRow... rows) {
        return Outcome.of(FeatureRows.of(Collections.nCopies(rows.length, EntityKey.of(1)), List.of(rows)));
    }

    @Test
    void of_row_isItsFreshnessUnlessItFailed() {
        assertThat(Outcome.of(GOOD)).isEqualTo(Outcome.SUCCESS);
        assertThat(Outcome.of(STALE)).isEqualTo(Outcome.STALE);
        assertThat(Outcome.of(FALLBACK)).isEqualTo(Outcome.FALLBACK);
        assertThat(Outcome.of(FAILED)).isEqualTo(Outcome.ERROR);
        assertThat(Outcome.of(FeatureRow.notFound(HeldOrigin.VIEW, 0))).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void of_rows_isTheWorst_partialIfOnlySomeFailed() {
        assertThat(of()).isEqualTo(Outcome.SUCCESS);
        assertThat(of(GOOD, STALE)).isEqualTo(Outcome.STALE);
        assertThat(of(FALLBACK, STALE)).isEqualTo(Outcome.FALLBACK);
        assertThat(of(STALE, FALLBACK)).isEqualTo(Outcome.FALLBACK);
        assertThat(of(GOOD, FAILED)).isEqualTo(Outcome.PARTIAL);
        assertThat(of(FAILED, FAILED)).isEqualTo(Outcome.ERROR);
    }
}
