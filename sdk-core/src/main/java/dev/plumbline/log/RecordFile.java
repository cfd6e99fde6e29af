package dev.plumbline.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a log needs of a file. For one thread at a time. */
interface RecordFile extends Closeable {
    /** Makes files. */
    @FunctionalInterface
    interface Opener {
        /**
         * Makes a file.
         *
         * @throws java.nio.file.FileAlreadyExistsException if there is one
         */
        RecordFile open(Path path) throws IOException;
    }

    /** Writes at a position; if that fails, some octets may be written. */
    void write(ByteBuffer octets, long position) throws IOException;

    /** Cuts off what comes after. */
    void truncate(long length) throws IOException;

    /** Has all that is written put on the disk. */
    void force() throws IOException;

    static RecordFile openOnDisk(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        return new RecordFile() {
            @Override
            public void write(ByteBuffer octets, long position) throws IOException {
                long at = position;
                while (octets.hasRemaining()) {
                    at += channel.write(octets, at);
                }
            }

            @Override
            public void truncate(long length) throws IOException {
                channel.truncate(length);
            }

            @Override
            public void force() throws IOException {
                channel.force(true);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
