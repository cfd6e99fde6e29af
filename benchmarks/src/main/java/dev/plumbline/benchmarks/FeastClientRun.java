package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import java.util.List;

/** Our side of the comparison with Feast's Java client; a process of its own. */
final class FeastClientRun {
    private FeastClientRun() {}

    /**
     * Prints what a call costs.
     *
     * @param args port, entities, features
     */
    public static void main(String[] args) {
        FeatureView view = FeastReplies.view(Integer.parseInt(args[2]));
        List<EntityKey> keys = FeastReplies.keys(Integer.parseInt(args[1]));
        String[] names = view.featureNames().toArray(new String[0]);
        try (FeatureClient client = FeastPreparedServer.client(view, "dns:///127.0.0.1:" + args[0])) {
            CallCost.print(() -> {
                double sum = 0;
                for (FeatureRow row : client.getAll(view, keys).toList()) {
                    for (int i = 0; i < names.length; i++) {
                        sum += FeastReplies.isInteger(i) ? row.int64(names[i]) : row.float64(names[i]);
                    }
                }
                return sum;
            });
        }
    }
}
