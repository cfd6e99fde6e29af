package dev.plumbline.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Takes replies from gRPC as octets. Rows keep nothing of them, so a few buffers serve one reply after the other instead
 * of becoming garbage each time.
 */
final class ReplyMarshaller implements MethodDescriptor.Marshaller<ReplyMarshaller.Reply> {
    private static final int SPARES = 4;
    private static final int LARGEST_SPARE = 512 * 1024;
    private static final int SMALLEST = 4 * 1024;

    private final ArrayBlockingQueue<byte[]> spares = new ArrayBlockingQueue<>(SPARES);

    /** An encoded reply. Its reader gives it back when the rows are made. */
    static final class Reply {
        private final byte[] bytes;
        private final int length;

        Reply(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }

        byte[] bytes() {
            return bytes;
        }

        int length() {
            return length;
        }
    }

    @Override
    public InputStream stream(Reply reply) {
        throw new UnsupportedOperationException("replies are only read");
    }

    @Override
    public Reply parse(InputStream stream) {
        try {
            if (!(stream instanceof KnownLength)) {
                byte[] all = stream.readAllBytes();
                return new Reply(all, all.length);
            }
            int length = stream.available();
            byte[] bytes = take(length);
            if (stream.readNBytes(bytes, 0, length) != length) {
                throw new IOException("the stream ended before its length");
            }
            return new Reply(bytes, length);
        } catch (IOException e) {
            throw Status.INTERNAL
                    .withDescription("the reply could not be read")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    void giveBack(Reply reply) {
        if (reply.bytes().length <= LARGEST_SPARE) {
            // A full queue leaves the buffer to the garbage collector.
            spares.offer(reply.bytes());
        }
    }

    private byte[] take(int length) {
        if (length > LARGEST_SPARE) {
            return new byte[length];
        }
        byte[] spare = spares.poll();
        if (spare != null && spare.length >= length) {
            return spare;
        }
        return new byte[Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, length - 1)) * 2)];
    }
}
