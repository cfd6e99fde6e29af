package dev.plumbline.cache.tiered;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a row lies in memcached. Big-endian:
 *
 * <pre>
 *  0  magic 2, format 1, row flags 1
 *  4  octets in all, checksum included 4
 *  8  schema hash 8
 * 16  origin's answer, microseconds since 1970 UTC 8
 * 24  time to live as asked for, milliseconds 8
 * 32  event time, microseconds since 1970 UTC 8
 * 40  data version 8
 * 48  canonical key, counted
 *     number of slots 4, a state for each 1
 *     the values of the cells that are present or NaN, in slot order
 *     CRC32C of all before it 4
 * </pre>
 *
 * <p>Values: bool 1; int32 and float32 4; int64, float64 and timestamp 8; strings and bytes counted; lists and vectors
 * counted by element. Whoever changes any of it raises the version in {@link FarKeys#PREFIX}: old and new processes then
 * do not see each other's entries.
 */
final class Envelope {
    static final int MAGIC = 0x504C;
    static final byte FORMAT = 1;

    /** Row flag: the store does not know the entity. */
    static final byte NOT_FOUND = 1;

    /** The flags of every entry in memcached; others mark what somebody else put there. */
    static final int MEMCACHED_FLAGS = 0x504C01;

    static final int LENGTH_AT = 4;
    static final int CHECKSUM_OCTETS = 4;

    /** Of an entry with an empty key and no slot. */
    static final int LEAST_OCTETS = 48 + 4 + 4 + CHECKSUM_OCTETS;

    private Envelope() {}

    static int checksum(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets);
        return (int) crc.getValue();
    }
}
