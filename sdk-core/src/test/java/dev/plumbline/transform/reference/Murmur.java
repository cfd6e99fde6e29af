package dev.plumbline.transform.reference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** MurmurHash3, x86, 32 bits. */
final class Murmur {
    private Murmur() {}

    static int hash(String text, int seed) {
        return hash(text.getBytes(StandardCharsets.UTF_8), seed);
    }

    static int hash(byte[] bytes, int seed) {
        ByteBuffer blocks = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int hash = seed;
        while (blocks.remaining() >= 4) {
            hash = Integer.rotateLeft(hash ^ mixed(blocks.getInt()), 13) * 5 + 0xe6546b64;
        }
        int tail = 0;
        for (int shift = 0; blocks.hasRemaining(); shift += 8) {
            tail |= (blocks.get() & 0xff) << shift;
        }
        hash ^= mixed(tail);
        hash ^= bytes.length;
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return hash ^ (hash >>> 16);
    }

    private static int mixed(int block) {
        return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
    }

    /** The slot of a hash as the options of {@code hash} and {@code hash_vector} say. */
    static int slot(Step step, int hash) {
        int size = step.integer("size", 0);
        return step.is("mod", "abs") ? (int) (Math.abs((long) hash) % size) : Math.floorMod(hash, size);
    }

    static int seed(Step step) {
        return (int) Long.parseLong(step.text("seed", "42"));
    }
}
