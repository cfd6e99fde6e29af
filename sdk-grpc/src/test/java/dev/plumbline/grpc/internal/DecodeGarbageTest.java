package dev.plumbline.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Value;
import com.sun.management.ThreadMXBean;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import featurestore.FeatureSet;
import featurestore.OnlineFeaturesResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading costs each row's own arrays and nothing for a cell. */
final class DecodeGarbageTest {
    private static final int ROWS = 100;
    private static final int FEATURES = 50;

    /** Nine octets for each cell, and headers. */
    private static final int ROW_BYTES = 9 * FEATURES + 200;

    @Test
    void rows_allocateOnlyRows() throws IOException {
        FeatureView.Builder builder = FeatureView.builder("v", "id");
        FeatureSet.Builder set = FeatureSet.newBuilder();
        for (int i = 0; i < FEATURES; i++) {
            builder.feature("feature_" + i, FeatureType.FLOAT64);
            set.putFeatures(
                    "feature_" + i, Value.newBuilder().setNumberValue(i / 3.0).build());
        }
        List<EntityKey> keys = new ArrayList<>();
        OnlineFeaturesResponse.Builder response = OnlineFeaturesResponse.newBuilder();
        for (int i = ROWS; i > 0; i--) {
            keys.add(EntityKey.of("entity_" + i));
            response.putResults("entity_" + (ROWS - i + 1), set.build());
        }
        byte[] reply = response.build().toByteArray();
        var fetch = new OnlineFeaturesCodec(ViewBinding.of(builder.build())).fetch(keys);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long least = Long.MAX_VALUE;
        List<FeatureRow> rows = List.of();
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            rows = fetch.rows(reply, reply.length, 5);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }

        assertThat(rows)
                .hasSize(ROWS)
                .allSatisfy(row -> assertThat(row.float64("feature_49")).isEqualTo(49 / 3.0));
        assertThat(least).isLessThan((long) ROWS * ROW_BYTES);
    }
}
