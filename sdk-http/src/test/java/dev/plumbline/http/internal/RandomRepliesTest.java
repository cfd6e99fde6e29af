package dev.plumbline.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random replies, written by hand, are read cell by cell as they were meant; damaged ones are rows or refused. */
final class RandomRepliesTest {
    private static final int REPLIES = Boolean.getBoolean("plumbline.long") ? 1_000_000 : 20_000;

    /** How many replies one codec reads: it remembers columns. */
    private static final int IN_A_ROW = 4;

    private static final long RECEIVED = 7;

    /** What is made beside what the reply's length asks for. */
    private static final long FIXED_BYTES = 1 << 20;

    private final JsonFactory json = JsonFormat.factory(1 << 20);
    private final ObjectMapper mapper = new ObjectMapper();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One exchange: what a codec sent, a server answered and has to be read. */
    private static final class Sample {
        private final JsonCodec.Exchange exchange;
        private final byte[] reply;
        private final List<FeatureRow> expected;

        Sample(JsonCodec.Exchange exchange, byte[] reply, List<FeatureRow> expected) {
            this.exchange = exchange;
            this.reply = reply;
            this.expected = expected;
        }
    }

    private static List<EntityKey> keys(Random random, int joinKeys) {
        Set<EntityKey> keys = new java.util.LinkedHashSet<>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
            Object[] values = new Object[joinKeys];
            Arrays.setAll(values, at -> random.nextBoolean() ? random.nextInt(50) : "k" + random.nextInt(50));
            keys.add(EntityKey.composite(values));
        }
        return List.copyOf(keys);
    }

    private List<Sample> feast(int seed) throws IOException {
        Random random = new Random(seed);
        RandomCells cells = new RandomCells(random, true);
        String[] joinKeys = random.nextInt(3) == 0 ? new String[] {"a", "b"} : new String[] {"a"};
        FeatureView view = cells.view(joinKeys);
        JsonCodec codec = new FeastCodec(json, ViewBinding.of(view), new FeastOptions(null, Set.of()));
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < IN_A_ROW; i++) {
            List<EntityKey> keys = keys(random, joinKeys.length);
            JsonCodec.Exchange exchange = codec.exchange(keys);
            RandomFeastReply reply = new RandomFeastReply(random, cells, view, keys.size(), RECEIVED);
            byte[] bytes = reply.json();
            List<FeatureRow> sent = reply.rows();
            JsonNode entities = mapper.readTree(exchange.request()).get("entities");
            FeatureRow[] expected = new FeatureRow[keys.size()];
            for (int place = 0; place < keys.size(); place++) {
                expected[keys.indexOf(key(entities, joinKeys, place))] = sent.get(place);
            }
            samples.add(new Sample(exchange, bytes, Arrays.asList(expected)));
        }
        return samples;
    }

    private static EntityKey key(JsonNode entities, String[] joinKeys, int place) {
        Object[] values = new Object[joinKeys.length];
        Arrays.setAll(values, at -> {
            JsonNode value = entities.get(joinKeys[at]).get(place);
            return value.isTextual() ? value.textValue() : (Object) value.longValue();
        });
        return EntityKey.composite(values);
    }

    private List<Sample> plain(int seed) {
        Random random = new Random(seed);
        RandomCells cells = new RandomCells(random, false);
        String[] joinKeys = random.nextInt(3) == 0 ? new String[] {"a", "b"} : new String[] {"a"};
        FeatureView view = cells.view(joinKeys);
        JsonCodec codec = new PlainCodec(json, ViewBinding.of(view));
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < IN_A_ROW; i++) {
            List<EntityKey> keys = keys(random, joinKeys.length);
            RandomPlainReply reply = new RandomPlainReply(random, cells, view, keys, RECEIVED);
            samples.add(new Sample(codec.exchange(keys), reply.json(), reply.rows()));
        }
        return samples;
    }

    @Test
    void feastReplies_areReadAsTheyWereMeant() throws IOException {
        for (int seed = 0; seed < REPLIES / IN_A_ROW; seed++) {
            for (Sample sample : feast(seed)) {
                check(sample, "feast seed " + seed);
            }
        }
    }

    @Test
    void plainReplies_areReadAsTheyWereMeant() throws IOException {
        for (int seed = 0; seed < REPLIES / IN_A_ROW; seed++) {
            for (Sample sample : plain(seed)) {
                check(sample, "plain seed " + seed);
            }
        }
    }

    private static void check(Sample sample, String what) throws IOException {
        // What lies behind the reply in a buffer that is used again must not be read.
        byte[] buffer = Arrays.copyOf(sample.reply, sample.reply.length + 16);
        Arrays.fill(buffer, sample.reply.length, buffer.length, (byte) '}');
        List<FeatureRow> rows;
        try {
            rows = sample.exchange.rows(buffer, sample.reply.length, RECEIVED);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(
                    what + ": " + new String(sample.reply, java.nio.charset.StandardCharsets.UTF_8), e);
        }
        Rows.assertSame(rows, sample.expected, what);
    }

    @Test
    void damagedReplies_areRowsOrRefused_inBoundedMemory() throws IOException {
        int refused = 0;
        int taken = 0;
        for (int seed = 0; seed < REPLIES / IN_A_ROW; seed++) {
            Random random = new Random(~seed);
            for (Sample sample : seed % 2 == 0 ? feast(seed % 1000) : plain(seed % 1000)) {
                byte[] reply = damaged(sample.reply, random);
                long before = threads.getCurrentThreadAllocatedBytes();
                try {
                    assertThat(sample.exchange.rows(reply, reply.length, RECEIVED))
                            .hasSameSizeAs(sample.expected)
                            .doesNotContainNull();
                    taken++;
                } catch (IOException e) {
                    refused++;
                } catch (RuntimeException e) {
                    fail("seed " + seed, e);
                }
                assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                        .as("seed " + seed)
                        .isLessThan(FIXED_BYTES + 40L * reply.length);
            }
        }
        assertThat(refused).isGreaterThan(REPLIES / 10);
        assertThat(taken).isGreaterThan(REPLIES / 20);
    }

    private static byte[] damaged(byte[] reply, Random random) {
        byte[] bytes = reply.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) "{}[],:\"0e-.\\nt".charAt(random.nextInt(14));
                case 3 -> bytes = swapped(bytes, at, random.nextInt(bytes.length));
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : bytes;
            }
        }
        return bytes;
    }

    private static byte[] swapped(byte[] bytes, int one, int other) {
        byte[] copy = bytes.clone();
        copy[one] = bytes[other];
        copy[other] = bytes[one];
        return copy;
    }
}
