package dev.plumbline.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** NumPy's format, version 1.0: a header, then the matrix row by row, little-endian. The header is written last. */
final class NpyFile implements VectorFile {
    /** A multiple of 64, with room for any number of rows. */
    private static final int HEADER = 128;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private final FileChannel channel;
    private final RowVector vector;
    private final ByteBuffer buffer;
    private long rows;

    NpyFile(FileChannel channel, RowVector vector) throws IOException {
        this.channel = channel;
        this.vector = vector;
        this.buffer = ByteBuffer.allocate(Math.max(1 << 16, vector.width() * vector.bytesPerSlot()))
                .order(ByteOrder.LITTLE_ENDIAN);
        channel.position(HEADER);
    }

    @Override
    public void add(RowVector row) throws IOException {
        if (buffer.remaining() < row.width() * row.bytesPerSlot()) {
            flush();
        }
        row.writeTo(buffer);
        rows++;
    }

    @Override
    public void finish() throws IOException {
        flush();
        String header = "{'descr': '<f" + vector.bytesPerSlot() + "', 'fortran_order': False, 'shape': (" + rows + ", "
                + vector.width() + "), }";
        int length = HEADER - MAGIC.length - Short.BYTES;
        buffer.put(MAGIC)
                .putShort((short) length)
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .put(" ".repeat(length - 1 - header.length()).getBytes(StandardCharsets.US_ASCII))
                .put((byte) '\n');
        channel.position(0);
        flush();
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
