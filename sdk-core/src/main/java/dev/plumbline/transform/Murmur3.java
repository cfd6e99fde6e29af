package dev.plumbline.transform;

/**
 * MurmurHash3 of 32 bits (x86) over the UTF-8 of texts, the decimal digits of integers, and octets, taken as they come and
 * without a copy. Half of a surrogate pair counts as {@code ?}, as in {@link String#getBytes()}. Belongs to a cell.
 */
final class Murmur3 {
    private static final int FIRST = 0xcc9e2d51;
    private static final int SECOND = 0x1b873593;

    private int hash;
    private int length;

    /** The octets after the last whole block of four, the first one lowest. */
    private long rest;

    Murmur3 start(int seed) {
        hash = seed;
        length = 0;
        rest = 0;
        return this;
    }

    Murmur3 add(String text) {
        int chars = text.length();
        for (int i = 0; i < chars; i++) {
            int c = text.charAt(i);
            if (c < 0x80) {
                add(c, 1);
            } else if (c < 0x800) {
                add(0xC0 | (c >> 6) | next(c, 1), 2);
            } else if (!Character.isSurrogate((char) c)) {
                add(0xE0 | (c >> 12) | next(c >> 6, 1) | next(c, 2), 3);
            } else if (i + 1 < chars && Character.isSurrogatePair((char) c, text.charAt(i + 1))) {
                int point = Character.toCodePoint((char) c, text.charAt(++i));
                add(0xF0 | (point >> 18) | next(point >> 12, 1) | next(point >> 6, 2) | next(point, 3), 4);
            } else {
                add('?', 1);
            }
        }
        return this;
    }

    /** Returns an octet that follows in a character, in its place. */
    private static int next(int bits, int place) {
        return (0x80 | (bits & 0x3F)) << (8 * place);
    }

    /** Adds the digits that {@link Long#toString(long)} has. */
    Murmur3 add(long integer) {
        if (integer < 0) {
            add('-', 1);
        }
        long left = integer < 0 ? integer : -integer;
        long place = 1;
        while (left / place <= -10) {
            place *= 10;
        }
        for (; place > 0; place /= 10) {
            long digit = left / place;
            add((int) ('0' - digit), 1);
            left -= digit * place;
        }
        return this;
    }

    Murmur3 add(byte[] octets) {
        for (byte octet : octets) {
            add(octet & 0xFF, 1);
        }
        return this;
    }

    /** Adds one to four octets, the first one lowest. */
    private void add(int octets, int count) {
        int held = length & 3;
        rest |= (octets & 0xFFFF_FFFFL) << (8 * held);
        length += count;
        if (held + count >= 4) {
            hash = Integer.rotateLeft(hash ^ scrambled((int) rest), 13) * 5 + 0xe6546b64;
            rest >>>= 32;
        }
    }

    int finish() {
        int h = hash ^ scrambled((int) rest) ^ length;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }

    private static int scrambled(int block) {
        return Integer.rotateLeft(block * FIRST, 15) * SECOND;
    }
}
