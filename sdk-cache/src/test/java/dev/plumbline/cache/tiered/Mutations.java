package dev.plumbline.cache.tiered;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Everything that can become of a value between its writer and its reader, seeded. */
final class Mutations {
    private static final int[] EDGES = {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, 1 << 24};

    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    /**
     * Returns what is found in the place of an entry.
     *
     * @param other the entry of another key
     */
    StoredValue of(byte[] sound, byte[] other) {
        byte[] bytes = sound.clone();
        int flags = Envelope.MEMCACHED_FLAGS;
        switch (random.nextInt(13)) {
            case 0 -> flip(bytes);
            case 1 -> {
                for (int i = 2 + random.nextInt(30); i > 0; i--) {
                    flip(bytes);
                }
            }
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> bytes = Arrays.copyOfRange(bytes, 1 + random.nextInt(bytes.length - 1), bytes.length);
            case 4 -> {
                bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
                if (random.nextBoolean()) {
                    bytes[bytes.length - 1] = (byte) random.nextInt();
                }
            }
            case 5 -> bytes = other.clone();
            case 6 -> splice(other, bytes);
            case 7 -> splice(sound, bytes);
            case 8 -> flags = random.nextBoolean() ? random.nextInt(1 << 24) : flags - 1 - random.nextInt(2);
            case 9 -> bytes = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(300)];
            case 10 -> {
                bytes = new byte[Envelope.LEAST_OCTETS + random.nextInt(300)];
                random.nextBytes(bytes);
                sign(bytes);
            }
            case 11 -> {
                // The header of another version, another schema or another length, with a right checksum.
                int at = random.nextInt(16);
                bytes[at] = (byte) (bytes[at] ^ (1 + random.nextInt(255)));
                sign(bytes);
            }
            default -> {
                int[] counts = {Envelope.LENGTH_AT, Envelope.BODY_LENGTH_AT, Envelope.HEADER_OCTETS};
                ByteBuffer.wrap(bytes)
                        .putInt(counts[random.nextInt(counts.length)], EDGES[random.nextInt(EDGES.length)]);
                sign(bytes);
            }
        }
        return new StoredValue(flags, bytes);
    }

    private void flip(byte[] bytes) {
        int bit = random.nextInt(bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }

    private void splice(byte[] from, byte[] into) {
        int length = 1 + random.nextInt(Math.min(from.length, into.length) - 1);
        System.arraycopy(
                from, random.nextInt(from.length - length), into, random.nextInt(into.length - length), length);
    }

    private static void sign(byte[] forged) {
        int end = forged.length - Envelope.CHECKSUM_OCTETS;
        ByteBuffer.wrap(forged).putInt(end, Envelope.checksum(ByteBuffer.wrap(forged, 0, end)));
    }
}
