package dev.plumbline.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** What stands before an array in NumPy's format, version 1.0. */
final class NpyHeader {
    /** A multiple of 64, with room for any shape of ours. */
    static final int LENGTH = 128;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private NpyHeader() {}

    /**
     * Returns the header.
     *
     * @param type as NumPy spells it, such as {@code <f4}
     * @param shape as Python spells it, such as {@code (20000, 16)}
     */
    static ByteBuffer of(String type, String shape) {
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int length = LENGTH - MAGIC.length - Short.BYTES;
        return ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) length)
                .put((text + " ".repeat(length - 1 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII))
                .flip();
    }

    /** How NumPy spells the type of slots. */
    static String slots(boolean float32) {
        return float32 ? "<f4" : "<f8";
    }
}
