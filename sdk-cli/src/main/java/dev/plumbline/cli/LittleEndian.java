package dev.plumbline.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/** Writes numbers as NumPy holds them. */
final class LittleEndian {
    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    LittleEndian(WritableByteChannel channel) {
        this.channel = channel;
    }

    void putInt(int value) throws IOException {
        room().putInt(value);
    }

    void putLong(long value) throws IOException {
        room().putLong(value);
    }

    /** Adds a number as f64, or as f32 if it is one. */
    void putFloat(double value, boolean float32) throws IOException {
        if (float32) {
            room().putFloat((float) value);
        } else {
            room().putDouble(value);
        }
    }

    private ByteBuffer room() throws IOException {
        if (buffer.remaining() < Long.BYTES) {
            flush();
        }
        return buffer;
    }

    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
