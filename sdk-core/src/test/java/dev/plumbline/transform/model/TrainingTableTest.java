package dev.plumbline.transform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.transform.TransformSpec;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainingTableTest {
    private final Map<@Nullable Long, Long> rows = new HashMap<>();

    @Test
    void requireOne_oneFingerprint_isReturned() {
        rows.put(-7566284500512086440L, 10L);

        assertThat(TrainingTable.requireOne(rows)).isEqualTo(-7566284500512086440L);
    }

    @Test
    void requireOne_mixedTable_namesAllWithTheirRows() {
        rows.put(0x11ab000000000000L, 12_000L);
        rows.put(-7566284500512086440L, 48_213_377L);
        rows.put(null, 3L);

        assertThatThrownBy(() -> TrainingTable.requireOne(rows))
                .isInstanceOfSatisfying(
                        TrainingTableException.class, e -> assertThat(e.code()).isEqualTo("PLB-402"))
                .hasMessage("PLB-402 training table mixes fingerprints 96ff2855ad6e (48 213 377 rows) and 11ab00000000"
                        + " (12 000 rows) and none (3 rows); keep the rows of one spec, or make the others again with"
                        + " it");
    }

    @Test
    void requireOne_someRowsWithoutFingerprint_areNamedToo() {
        rows.put(0x11ab000000000000L, 5L);
        rows.put(null, 5L);

        assertThatThrownBy(() -> TrainingTable.requireOne(rows))
                .isInstanceOf(TrainingTableException.class)
                .hasMessageContaining("mixes fingerprints 11ab00000000 (5 rows) and none (5 rows);");
    }

    @Test
    void requireOne_noRowsOrNoFingerprint_isRefused() {
        assertThatThrownBy(() -> TrainingTable.requireOne(rows))
                .hasMessageStartingWith("PLB-402 training table has no rows");
        rows.put(null, 3L);
        assertThatThrownBy(() -> TrainingTable.requireOne(rows))
                .hasMessage("PLB-402 training table has no fingerprint in __plb_fp; make it with a spec");
    }

    @Test
    void requireSpec_tableOfAnotherSpec_isRefused() {
        TransformSpec spec = Stamps.spec(1);
        rows.put(spec.fingerprintPrefix(), 5L);
        TrainingTable.requireSpec(spec, rows);

        assertThatThrownBy(() -> TrainingTable.requireSpec(Stamps.spec(2), rows))
                .isInstanceOf(TrainingTableException.class)
                .hasMessageContaining(
                        "was made with fingerprint " + spec.fingerprint().substring(5, 17) + " and not with delays "
                                + Stamps.spec(2).fingerprint().substring(5, 17) + ";");
    }
}
