package dev.plumbline.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import feasttypes.Value;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reading columns costs each row's own arrays and nothing for a cell. */
final class FeastGarbageTest {
    private static final int ROWS = 100;
    private static final int FEATURES = 50;

    /** Nine octets for each cell, and headers. */
    private static final int ROW_BYTES = 9 * FEATURES + 200;

    @Test
    void rows_allocateOnlyRows() throws IOException {
        FeatureView.Builder view = FeatureView.builder("v", "id");
        FeastReply columns = new FeastReply();
        List<EntityKey> keys = new ArrayList<>();
        long[] times = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            keys.add(EntityKey.of(ROWS - i));
            times[i] = 1_700_000_000L + i;
        }
        for (int i = 0; i < FEATURES; i++) {
            view.feature("feature_" + i, FeatureType.FLOAT64);
            Value[] values = new Value[ROWS];
            Arrays.fill(values, FeastReply.float64(i / 3.0));
            columns.with("feature_" + (FEATURES - 1 - i), FeastReply.at(FeastReply.column(values), times));
        }
        byte[] reply = columns.octets();
        FeastTerms terms = new FeastTerms(Optional.empty(), false, Map.of(), Map.of());
        var fetch = new FeastCodec(ViewBinding.of(view.build()), terms).fetch(keys);
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
                .allSatisfy(row -> assertThat(row.float64("feature_0")).isEqualTo(49 / 3.0));
        assertThat(rows.get(0).eventTimeMicros()).isEqualTo(1_700_000_099L * 1_000_000);
        assertThat(least).isLessThan((long) ROWS * ROW_BYTES);
    }
}
