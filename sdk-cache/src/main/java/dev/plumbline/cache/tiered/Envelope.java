package dev.plumbline.cache.tiered;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a row lies in memcached. Big-endian:
 *
 * <pre>
 *  0  magic 2, format 1, flags 1
 *  4  octets in all, checksum included 4
 *  8  schema hash 8
 * 16  origin's answer, microseconds since 1970 UTC 8
 * 24  time to live as memcached was told, seconds 4
 * 28  octets of the body before it was compressed 4
 * 32  event time, microseconds since 1970 UTC 8
 * 40  data version 8
 * 48  canonical key, counted
 *     the body, compressed (zlib) if the flag says so:
 *       number of slots 4, a state for each 1, the bits of each number 8 (0 for what is none)
 *       the objects of the cells that are present, in slot order
 *     CRC32C of all before it 4
 * </pre>
 *
 * <p>The numbers lie as a row holds them, so that they are read at once. Objects: strings and bytes counted; lists and
 * vectors counted by element, bool 1, int32 and float32 4, int64, float64 and timestamp 8. Whoever changes any of it
 * raises the version in {@link FarKeys#PREFIX}: old and new processes then do not see each other's entries.
 */
final class Envelope {
    static final int MAGIC = 0x504C;
    static final byte FORMAT = 2;

    /** Flag: the store does not know the entity. */
    static final byte NOT_FOUND = 1;

    /** Flag: the body is compressed. */
    static final byte COMPRESSED = 2;

    /** The flags of every entry in memcached; others mark what somebody else put there. */
    static final int MEMCACHED_FLAGS = 0x504C02;

    static final int FLAGS_AT = 3;
    static final int LENGTH_AT = 4;
    static final int BODY_LENGTH_AT = 28;
    static final int HEADER_OCTETS = 48;
    static final int CHECKSUM_OCTETS = 4;

    /** Of an entry with an empty key and no slot. */
    static final int LEAST_OCTETS = HEADER_OCTETS + 4 + 4 + CHECKSUM_OCTETS;

    /** The largest body that is compressed, and so the most memory that an entry can take when it is read. */
    static final int MOST_BODY_OCTETS = 16 << 20;

    private Envelope() {}

    /** Returns about how much there is to decode, by what the entry itself says. */
    static int decodedOctets(byte[] entry) {
        return entry.length >= HEADER_OCTETS && (entry[FLAGS_AT] & COMPRESSED) != 0
                ? Math.max(entry.length, ByteBuffer.wrap(entry).getInt(BODY_LENGTH_AT))
                : entry.length;
    }

    static int checksum(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets);
        return (int) crc.getValue();
    }
}
