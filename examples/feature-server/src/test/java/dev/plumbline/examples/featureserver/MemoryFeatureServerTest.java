package dev.plumbline.examples.featureserver;

import java.util.Map;

final class MemoryFeatureServerTest extends FeatureServerContract {
    @Override
    RowStore store(Map<String, String> rows) {
        return new MemoryStore(rows);
    }
}
