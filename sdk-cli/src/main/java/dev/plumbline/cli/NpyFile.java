package dev.plumbline.cli;

import dev.plumbline.transform.InputRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** NumPy's format of an array: a header, then the matrix row by row. The header is written last. */
final class NpyFile implements VectorFile {
    private final FileChannel channel;
    private final LittleEndian out;
    private final RowVector vector;
    private long rows;

    NpyFile(FileChannel channel, RowVector vector) throws IOException {
        this.channel = channel;
        this.out = new LittleEndian(channel);
        this.vector = vector;
        channel.position(NpyHeader.LENGTH);
    }

    @Override
    public void add(InputRow row) throws IOException {
        vector.fill(row);
        write();
    }

    @Override
    public void addNaN() throws IOException {
        vector.fillWithNaN();
        write();
    }

    private void write() throws IOException {
        for (int slot = 0; slot < vector.width(); slot++) {
            out.putFloat(vector.get(slot), vector.isFloat32());
        }
        rows++;
    }

    @Override
    public void finish() throws IOException {
        out.flush();
        ByteBuffer header = NpyHeader.of(NpyHeader.slots(vector.isFloat32()), "(" + rows + ", " + vector.width() + ")");
        while (header.hasRemaining()) {
            channel.write(header, header.position());
        }
    }

    @Override
    public void close() {}
}
