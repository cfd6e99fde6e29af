package dev.plumbline.testing;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.ViewBinding;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the store holds of one entity. */
record StoredRow(Map<String, Cell> cells, long eventTimeMicros, long dataVersion) {
    /** The row as a client reads it: as the view asks for it, by the server's names, and no text that is none. */
    FeatureRow read(ViewBinding binding, Set<String> dropped, long nowMicros) {
        return read(binding.view(), binding.serverNames(), dropped, nowMicros, true);
    }

    /** The row as a server has it: features that its view does not name are skipped, those not stored are not found. */
    FeatureRow read(FeatureView view, Set<String> dropped, long nowMicros) {
        return read(view, view.featureNames(), dropped, nowMicros, false);
    }

    private FeatureRow read(
            FeatureView view, List<String> names, Set<String> dropped, long nowMicros, boolean decoded) {
        FeatureRowBuilder row = FeatureRow.builder(view, nowMicros)
                .eventTimeMicros(eventTimeMicros)
                .dataVersion(dataVersion);
        for (int slot = 0; slot < view.size(); slot++) {
            Cell cell = cells.get(names.get(slot));
            if (cell == null || dropped.contains(names.get(slot))) {
                continue;
            }
            if (decoded && !cell.isDecodable()) {
                row.putState(slot, ValueState.ERROR);
            } else {
                cell.writeTo(row, slot);
            }
        }
        return row.build();
    }
}
