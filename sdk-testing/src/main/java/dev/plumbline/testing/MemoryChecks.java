package dev.plumbline.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What rows keep. */
abstract class MemoryChecks extends LifeChecks {
    private static final int REPLIES = 24;
    private static final int LARGE = 1 << 20;

    private static final FeatureView TEXTS = FeatureView.builder("texts", "id")
            .feature("text", FeatureType.STRING)
            .build();

    @Test
    final void rows_keepNothingOfTheirReply() {
        assumeTrue(carried().carries(FeatureType.STRING), "the contract carries no texts");
        assumeTrue(started(TEXTS).maxEntities() > 1, "a reply is one row");
        store.put(TEXTS, OTHER, Map.of("text", "a short text"));
        List<FeatureRow> kept = new ArrayList<>();
        smallRow(0);
        long before = usedBytes();
        for (int i = 0; i < REPLIES; i++) {
            kept.add(smallRow(i));
        }
        store.remove(TEXTS, KEY);
        long grown = usedBytes() - before;

        assertTrue(
                grown < REPLIES * (long) LARGE / 2,
                REPLIES + " rows of a few bytes, each out of a reply of a mebibyte, keep " + grown + " bytes");
        kept.forEach(row -> assertEquals("a short text", row.string("text")));
    }

    private FeatureRow smallRow(int i) {
        store.put(TEXTS, KEY, Map.of("text", Integer.toString(i).repeat(LARGE / 2)));
        List<FeatureRow> rows = get(fetch(TEXTS, KEY, OTHER));
        assertTrue(rows.get(0).string("text").length() >= LARGE / 2);
        return rows.get(1);
    }

    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    @Test
    final void textsAndOctets_keepTheirValuesWhenLaterRepliesCome() {
        FeatureType type = carried().carries(FeatureType.BYTES) ? FeatureType.BYTES : FeatureType.STRING;
        assumeTrue(carried().carries(type), "the contract carries neither texts nor octets");
        FeatureView view =
                FeatureView.builder("objects", "id").feature("value", type).build();
        started(view);
        List<EntityKey> keys = keys(16);
        List<FeatureRow> rows = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Object value =
                    type.equals(FeatureType.BYTES) ? octets(i) : new String(octets(i), StandardCharsets.US_ASCII);
            store.put(view, keys.get(i), Map.of("value", value));
            rows.add(readOne(view, keys.get(i)));
        }
        for (int i = 0; i < keys.size(); i++) {
            Object value = rows.get(i).value("value").orElseThrow();
            byte[] held =
                    value instanceof byte[] octets ? octets : ((String) value).getBytes(StandardCharsets.US_ASCII);
            assertArrayEquals(octets(i), held, "the value of row " + i);
        }
    }

    private static byte[] octets(int i) {
        byte[] octets = new byte[2_000];
        Arrays.fill(octets, (byte) ('a' + i));
        return octets;
    }
}
