package dev.plumbline.benchmarks.feast;

import dev.feast.FeastClient;
import dev.feast.Row;
import dev.plumbline.benchmarks.CallCost;
import java.util.ArrayList;
import java.util.List;

/** The side of Feast's Java client. */
public final class FeastPeerRun {
    private FeastPeerRun() {}

    /**
     * Prints what a call costs.
     *
     * @param args port, entities, features
     * @throws Exception if the client cannot be closed
     */
    public static void main(String[] args) throws Exception {
        List<Row> keys = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            keys.add(Row.create().set("entity", (long) i));
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            names.add("bench:f" + i);
        }
        try (FeastClient client = FeastClient.create("127.0.0.1", Integer.parseInt(args[0]))) {
            CallCost.print(() -> {
                double sum = 0;
                for (Row row : client.getOnlineFeatures(names, keys)) {
                    for (int i = 0; i < names.size(); i++) {
                        String name = names.get(i);
                        sum += i % 3 == 2 ? row.getLong(name) : row.getDouble(name);
                    }
                }
                return sum;
            });
        }
    }
}
