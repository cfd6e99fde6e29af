package dev.plumbline.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CodecPropertyTest {
    private static final int REPLIES = 2_000;
    private static final int MUTANTS = 5_000;

    @Test
    void rows_ofRandomReplies_areThoseOfGeneratedClasses() throws IOException {
        int present = 0;
        for (int seed = 0; seed < REPLIES; seed++) {
            RandomReplies random = new RandomReplies(seed);
            FeatureView view = random.view();
            List<EntityKey> keys = random.keys();
            byte[] reply = random.reply(view, keys);
            ViewBinding binding = ViewBinding.of(view);
            List<FeatureRow> expected = ReferenceDecoder.rows(binding, keys, reply, 7);
            // What lies behind the reply in a buffer that is used again must not be read.
            byte[] buffer = Arrays.copyOf(reply, reply.length + 16);
            Arrays.fill(buffer, reply.length, buffer.length, (byte) 0x0A);

            List<FeatureRow> rows = new OnlineFeaturesCodec(binding).fetch(keys).rows(buffer, reply.length, 7);

            Rows.assertSame(rows, expected, "seed " + seed);
            present += (int) rows.stream()
                    .filter(row -> row.status() == dev.plumbline.feature.RowStatus.PRESENT)
                    .count();
        }
        assertThat(present).isGreaterThan(REPLIES);
    }

    @Test
    void rows_ofMutatedReplies_areRowsOrRefused() {
        int refused = 0;
        int agreed = 0;
        int stricter = 0;
        for (int seed = 0; seed < MUTANTS; seed++) {
            RandomReplies replies = new RandomReplies(seed % 500);
            FeatureView view = replies.view();
            List<EntityKey> keys = replies.keys();
            byte[] reply = mutated(replies.reply(view, keys), new Random(seed));
            ViewBinding binding = ViewBinding.of(view);
            List<FeatureRow> rows;
            try {
                rows = new OnlineFeaturesCodec(binding).fetch(keys).rows(reply, reply.length, 7);
            } catch (IOException e) {
                refused++;
                continue;
            } catch (RuntimeException e) {
                fail("seed " + seed, e);
                return;
            }
            assertThat(rows).hasSameSizeAs(keys);
            try {
                Rows.assertSame(rows, ReferenceDecoder.rows(binding, keys, reply, 7), "mutant " + seed);
                agreed++;
            } catch (InvalidProtocolBufferException e) {
                // Generated classes also look into what is skipped here: unnamed features, structs.
                stricter++;
            }
        }
        assertThat(refused + agreed + stricter).isEqualTo(MUTANTS);
        assertThat(refused).isGreaterThan(MUTANTS / 10);
        assertThat(agreed).isGreaterThan(MUTANTS / 10);
    }

    private static byte[] mutated(byte[] reply, Random random) {
        if (reply.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int changes = 1 + random.nextInt(3);
        byte[] bytes = reply.clone();
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> bytes[at] = (byte) 0xFF;
            }
        }
        return bytes;
    }
}
