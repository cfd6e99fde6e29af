package dev.plumbline.cache.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.cache.tiered.Rejections.Reason;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EnvelopeTest {
    private static final byte[] KEY =
            new FarKeys("ns").of(Rows.key(Rows.ALL_TYPES, "k")).canonical();

    private final Rejections rejections = new Rejections();
    private final EnvelopeReader reader = new EnvelopeReader(rejections);

    @Test
    void anyRow_roundTripsBitForBit() {
        Random random = new Random(20260101);
        for (int i = 0; i < 5_000; i++) {
            FeatureRow row = Rows.random(random);
            Rows.assertSame(read(Rows.ALL_TYPES, EnvelopeWriter.write(KEY, row, i, 0)), row);
        }
    }

    @Test
    void compressedRow_roundTripsBitForBit() {
        Random random = new Random(20260102);
        int smaller = 0;
        for (int i = 0; i < 2_000; i++) {
            FeatureRow row = Rows.random(random);
            byte[] plain = EnvelopeWriter.write(KEY, row, i, 0);
            byte[] compressed = EnvelopeWriter.write(KEY, row, i, 64);
            assertThat(compressed.length).isLessThanOrEqualTo(plain.length);
            smaller += compressed.length < plain.length ? 1 : 0;
            Rows.assertSame(read(Rows.ALL_TYPES, compressed), row);
        }
        assertThat(smaller).isGreaterThan(1_000);
    }

    @Test
    void rowThatCompressionMakesNoSmaller_isStoredAsItIs() {
        byte[] noise = new byte[300];
        new Random(7).nextBytes(noise);
        FeatureView octets = FeatureView.builder("noise", "k")
                .feature("b", FeatureType.BYTES)
                .build();
        FeatureRowBuilder row = FeatureRow.builder(octets, 1);
        row.putBytes(0, noise);
        FeatureRow built = row.build();

        assertThat(EnvelopeWriter.write(KEY, built, 1, 64)).isEqualTo(EnvelopeWriter.write(KEY, built, 1, 0));
    }

    @Test
    void bodyThatClaimsAnotherSize_isRejected() {
        FeatureRowBuilder row = FeatureRow.builder(Rows.ALL_TYPES, 1);
        row.putString(5, "x".repeat(3_000));
        byte[] sound = EnvelopeWriter.write(KEY, row.build(), 1, 64);
        int size = ByteBuffer.wrap(sound).getInt(Envelope.BODY_LENGTH_AT);
        for (int claim : new int[] {0, 1, size - 1, size + 1, 2 * size, 1 << 24, Integer.MAX_VALUE, -1}) {
            byte[] forged = sound.clone();
            ByteBuffer.wrap(forged).putInt(Envelope.BODY_LENGTH_AT, claim);
            sign(forged);
            assertThat(read(Rows.ALL_TYPES, forged)).isNull();
        }
        assertThat(rejections.of(Reason.CORRUPT)).isEqualTo(8);
        assertThat(read(Rows.ALL_TYPES, sound)).isNotNull();
    }

    @Test
    void ageByMemcachedsClock_isUsedWhereTheClocksDiffer() {
        long received = 1_700_000_000_000_000L;
        long second = 1_000_000;
        byte[] stored = EnvelopeWriter.write(KEY, FeatureRow.notFound(Rows.ALL_TYPES, received), 100, 0);

        assertThat(received(stored, 70, received + 30 * second))
                .as("they agree")
                .isEqualTo(received);
        assertThat(received(stored, 70, received + 32 * second)).as("nearly").isEqualTo(received);
        assertThat(received(stored, 70, received + 28 * second)).as("nearly").isEqualTo(received);
        assertThat(received(stored, 70, received + 120 * second))
                .as("the reader is 90 s ahead")
                .isEqualTo(received + 90 * second);
        assertThat(received(stored, 70, received - 60 * second))
                .as("the reader is 90 s behind")
                .isEqualTo(received - 90 * second);
        assertThat(received(stored, 105, received - 60 * second))
                .as("no age is negative")
                .isEqualTo(received - 60 * second);
        assertThat(received(stored, -1, received + 120 * second))
                .as("memcached does not tell")
                .isEqualTo(received);
    }

    private long received(byte[] stored, int secondsLeft, long nowMicros) {
        FeatureRow row = reader.read(
                KEY, Rows.ALL_TYPES, new StoredValue(Envelope.MEMCACHED_FLAGS, stored), secondsLeft, nowMicros);
        return java.util.Objects.requireNonNull(row).receivedMicros();
    }

    @Test
    void notFoundRow_keepsItsStatus() {
        FeatureRow row = FeatureRow.notFound(Rows.ALL_TYPES, 7);

        FeatureRow read = read(Rows.ALL_TYPES, EnvelopeWriter.write(KEY, row, 1_000, 0));

        Rows.assertSame(read, row);
        assertThat(row.status()).isEqualTo(RowStatus.NOT_FOUND);
    }

    @Test
    void numericRow_isSmall() {
        FeatureView.Builder view = FeatureView.builder("fifty", "id");
        for (int i = 0; i < 50; i++) {
            view.feature("f" + i, FeatureType.FLOAT64);
        }
        FeatureRowBuilder row = FeatureRow.builder(view.build(), 1);
        for (int i = 0; i < 50; i++) {
            row.putFloat64(i, i);
        }

        assertThat(EnvelopeWriter.write(new byte[0], row.build(), 0, 0)).hasSize(Envelope.LEAST_OCTETS + 50 * 9);
    }

    @Test
    void mutatedEntry_isNeverAnotherRow() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            FeatureRow row = Rows.random(random);
            byte[] sound = EnvelopeWriter.write(KEY, row, i, i % 2);
            FeatureRow read = read(Rows.ALL_TYPES, mutated(sound, random));
            if (read != null) {
                Rows.assertSame(read, row);
            }
        }
        assertThat(rejections.of(Reason.CORRUPT)).isGreaterThan(15_000);
    }

    @Test
    void mutatedEntryWithARightChecksum_neverThrows() {
        Random random = new Random(43);
        int rows = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] forged = mutated(EnvelopeWriter.write(KEY, Rows.random(random), i, i % 2), random);
            if (forged.length >= 12) {
                ByteBuffer.wrap(forged).putInt(Envelope.LENGTH_AT, forged.length);
                sign(forged);
            }
            FeatureRow read = read(Rows.ALL_TYPES, forged);
            rows += read == null ? 0 : 1;
            assertThat(read == null || read.count(ValueState.ERROR) == 0).isTrue();
        }
        assertThat(rows).isBetween(1, 19_999);
        assertThat(rejections.of(Reason.WRONG_KEY)).isPositive();
        assertThat(rejections.of(Reason.WRONG_SCHEMA)).isPositive();
    }

    @Test
    void stateThatNoCellIsStoredIn_isRejected() {
        byte[] sound = EnvelopeWriter.write(KEY, FeatureRow.notFound(Rows.ALL_TYPES, 7), 0, 0);
        int firstState = Envelope.LEAST_OCTETS - Envelope.CHECKSUM_OCTETS + KEY.length;
        for (byte state : new byte[] {4, 5, 6, -1}) {
            byte[] forged = sound.clone();
            forged[firstState] = state;
            sign(forged);
            assertThat(read(Rows.ALL_TYPES, forged)).isNull();
        }
        assertThat(rejections.of(Reason.CORRUPT)).isEqualTo(4);
    }

    @Test
    void statusThatContradictsTheCells_isRejected() {
        byte[] forged = EnvelopeWriter.write(KEY, FeatureRow.notFound(Rows.ALL_TYPES, 7), 0, 0);
        forged[3] = 0;
        sign(forged);

        assertThat(read(Rows.ALL_TYPES, forged)).isNull();
    }

    @Test
    void entryOfAnotherKey_isRejected() {
        byte[] other = new FarKeys("ns").of(Rows.key(Rows.ALL_TYPES, "other")).canonical();

        assertThat(read(Rows.ALL_TYPES, EnvelopeWriter.write(other, Rows.random(new Random(1)), 0, 0)))
                .isNull();
        assertThat(rejections.of(Reason.WRONG_KEY)).isOne();
    }

    @Test
    void entryOfAnotherSchema_isRejected() {
        assertThat(read(Rows.SMALL, EnvelopeWriter.write(KEY, Rows.random(new Random(1)), 0, 0)))
                .isNull();
        assertThat(rejections.of(Reason.WRONG_SCHEMA)).isOne();
    }

    @Test
    void entryWithForeignFlags_isRejected() {
        byte[] sound = EnvelopeWriter.write(KEY, Rows.random(new Random(1)), 0, 0);

        assertThat(reader.read(KEY, Rows.ALL_TYPES, new StoredValue(0, sound))).isNull();
        assertThat(rejections.of(Reason.WRONG_FLAGS)).isOne();
    }

    @Test
    void entryWithoutOctets_isRejected() {
        assertThat(reader.read(KEY, Rows.ALL_TYPES, new StoredValue(0, new byte[0])))
                .isNull();
        assertThat(rejections.of(Reason.EMPTY)).isOne();
    }

    private @Nullable FeatureRow read(FeatureView view, byte[] data) {
        return reader.read(KEY, view, new StoredValue(Envelope.MEMCACHED_FLAGS, data));
    }

    private static void sign(byte[] forged) {
        int end = forged.length - Envelope.CHECKSUM_OCTETS;
        ByteBuffer.wrap(forged).putInt(end, Envelope.checksum(ByteBuffer.wrap(forged, 0, end)));
    }

    private static byte[] mutated(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        switch (random.nextInt(5)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 2 -> bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(20));
            case 3 -> ByteBuffer.wrap(bytes).putInt(random.nextInt(bytes.length - 3), edge(random));
            default -> {
                int length = 1 + random.nextInt(bytes.length / 2);
                System.arraycopy(
                        sound,
                        random.nextInt(bytes.length - length),
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
            }
        }
        return bytes;
    }

    private static int edge(Random random) {
        int[] edges = {-1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, random.nextInt()};
        return edges[random.nextInt(edges.length)];
    }
}
