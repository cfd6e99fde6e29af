package dev.plumbline.examples.featureserver;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows in this process. */
final class MemoryStore implements RowStore {
    private final Map<String, String> rows;

    MemoryStore(Map<String, String> rows) {
        this.rows = Map.copyOf(rows);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long size() {
        return rows.size();
    }

    @Override
    public Map<String, String> readAll(Collection<String> entityIds) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String id : entityIds) {
            String row = rows.get(id);
            if (row != null) {
                found.put(id, row);
            }
        }
        return found;
    }

    @Override
    public void close() {}
}
