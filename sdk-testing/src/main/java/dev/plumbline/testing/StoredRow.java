package dev.plumbline.testing;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import java.util.Map;
import java.util.Set;

/** What the store holds of one entity. */
record StoredRow(Map<String, Cell> cells, long eventTimeMicros, long dataVersion) {
    /** The row as the view asks for it: features that it does not name are skipped, those not stored are not found. */
    FeatureRow read(FeatureView view, Set<String> dropped, long nowMicros) {
        FeatureRowBuilder row = FeatureRow.builder(view, nowMicros)
                .eventTimeMicros(eventTimeMicros)
                .dataVersion(dataVersion);
        for (int slot = 0; slot < view.size(); slot++) {
            String feature = view.featureNames().get(slot);
            Cell cell = cells.get(feature);
            if (cell != null && !dropped.contains(feature)) {
                cell.writeTo(row, slot);
            }
        }
        return row.build();
    }
}
