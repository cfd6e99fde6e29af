package dev.plumbline.grpc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.management.ThreadMXBean;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.RowStatus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

/** Reads random replies, whole and broken, by a codec and by generated classes. */
final class CodecCheck {
    private static final int REPLIES = Boolean.getBoolean("plumbline.long") ? 1_000_000 : 20_000;
    private static final int BASES = 500;
    private static final int WARM_UP = 200;

    /** What rows, messages and stack traces may take besides four octets for each of the reply. */
    private static final int OWN_BYTES = 64 * 1024;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private CodecCheck() {}

    /** A request's view and keys, a reply to it, and two ways to read that. */
    interface Case {
        /** Returns the encoded reply. */
        byte[] reply();

        /** Reads a reply by the codec. */
        List<FeatureRow> direct(byte[] reply, int length) throws IOException;

        /** Reads a reply by generated classes. */
        List<FeatureRow> reference(byte[] reply) throws InvalidProtocolBufferException;
    }

    /** Asserts that random replies are read the same in both ways. */
    static void rowsAreThoseOfGeneratedClasses(LongFunction<? extends Case> cases) throws IOException {
        int present = 0;
        for (long seed = 0; seed < REPLIES; seed++) {
            Case random = cases.apply(seed);
            byte[] reply = random.reply();
            List<FeatureRow> expected = random.reference(reply);
            // What lies behind the reply in a buffer that is used again must not be read.
            byte[] buffer = Arrays.copyOf(reply, reply.length + 16);
            Arrays.fill(buffer, reply.length, buffer.length, (byte) 0x0A);

            List<FeatureRow> rows = random.direct(buffer, reply.length);

            Rows.assertSame(rows, expected, "seed " + seed);
            for (FeatureRow row : rows) {
                present += row.status() == RowStatus.PRESENT ? 1 : 0;
            }
        }
        assertThat(present).isGreaterThan(REPLIES / 2);
    }

    /** Asserts that broken replies are refused or read the same in both ways, without more memory than they are worth. */
    static void mutantsAreRowsOrRefused(LongFunction<? extends Case> cases) {
        int refused = 0;
        int agreed = 0;
        int stricter = 0;
        for (long seed = 0; seed < REPLIES; seed++) {
            Case random = cases.apply(seed % BASES);
            byte[] whole = random.reply();
            byte[] reply = mutated(whole, new Random(seed));
            List<FeatureRow> rows;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                rows = random.direct(reply, reply.length);
            } catch (IOException e) {
                refused++;
                continue;
            } catch (RuntimeException e) {
                fail("mutant " + seed, e);
                return;
            } finally {
                long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
                long most = 4L * reply.length + OWN_BYTES;
                if (taken >= most && seed > WARM_UP) {
                    // The first use of a message costs the JVM more than the message.
                    assertThat(takenAgain(random, reply)).as("mutant %d", seed).isLessThan(most);
                }
            }
            try {
                Rows.assertSame(rows, random.reference(reply), "mutant " + seed);
                agreed++;
            } catch (InvalidProtocolBufferException e) {
                // Generated classes also look into what is skipped here: unnamed features, structs.
                stricter++;
            }
        }
        assertThat(refused + agreed + stricter).isEqualTo(REPLIES);
        assertThat(refused).isGreaterThan(REPLIES / 10);
        assertThat(agreed).isGreaterThan(REPLIES / 10);
    }

    private static long takenAgain(Case random, byte[] reply) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            random.direct(reply, reply.length);
        } catch (IOException e) {
            // Refused, as before.
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
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
