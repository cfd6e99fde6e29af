package dev.plumbline.internal;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRows;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.RowStatus;

/** How a call ended, as meters and spans tell it. */
enum Outcome {
    SUCCESS("success"),
    PARTIAL("partial"),
    STALE("stale"),
    FALLBACK("fallback"),
    ERROR("error");

    final String tag;

    Outcome(String tag) {
        this.tag = tag;
    }

    static Outcome of(FeatureRow row) {
        if (row.status() == RowStatus.ERROR) {
            return ERROR;
        }
        return switch (row.freshness()) {
            case FRESH -> SUCCESS;
            case STALE -> STALE;
            case FALLBACK -> FALLBACK;
        };
    }

    /** The worst that happened to a row, but partial if only some failed. */
    static Outcome of(FeatureRows rows) {
        int failed = 0;
        Outcome outcome = SUCCESS;
        for (FeatureRow row : rows) {
            if (row.status() == RowStatus.ERROR) {
                failed++;
            } else if (row.freshness() == Freshness.FALLBACK) {
                outcome = FALLBACK;
            } else if (row.freshness() == Freshness.STALE && outcome == SUCCESS) {
                outcome = STALE;
            }
        }
        if (failed == 0) {
            return outcome;
        }
        return failed == rows.size() ? ERROR : PARTIAL;
    }
}
