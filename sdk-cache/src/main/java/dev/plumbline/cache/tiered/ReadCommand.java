package dev.plumbline.cache.tiered;

import dev.plumbline.cache.tiered.NodeRead.Lease;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.rubyeye.xmemcached.exception.MemcachedDecodeException;
import org.jspecify.annotations.Nullable;

/** Reads values. What a name got no answer for is a miss; if errors are all there is, the read fails. */
abstract class ReadCommand extends NodeCommand<List<NodeRead>> {
    static final NodeRead MISS = new NodeRead(null, null, -1, Lease.NONE);

    /** memcached's own default is 1 MiB. */
    static final int MOST_VALUE_OCTETS = 2 << 20;

    private final NodeRead[] reads;
    private int answered;
    private @Nullable NodeException error;
    private byte @Nullable [] data;
    private int filled;

    ReadCommand(RequestText request, int names) {
        super(request);
        this.reads = new NodeRead[names];
        Arrays.fill(reads, MISS);
    }

    @Override
    final boolean read(ReplyLine line, ByteBuffer buffer) {
        while (true) {
            byte[] value = data;
            if (value != null) {
                if (!fill(value, buffer)) {
                    return false;
                }
                data = null;
                if (take(value)) {
                    return end();
                }
            } else if (!line.next(buffer)) {
                return false;
            } else if (line.isError()) {
                error = serverError(line);
                if (isLastAfterError()) {
                    return end();
                }
            } else if (isLast(line)) {
                return end();
            }
        }
    }

    /** Reads a line that is no error. Returns whether it ends the reply. May call {@link #expect}. */
    abstract boolean isLast(ReplyLine line);

    /** Takes the value that was expected. Returns whether it ends the reply. */
    abstract boolean take(byte[] value);

    /** Called after an error line: it stands where an answer was due. */
    abstract boolean isLastAfterError();

    /** Says that a value of so many octets follows. */
    final void expect(int length) {
        data = new byte[length];
        filled = 0;
    }

    final void put(int index, NodeRead read) {
        reads[index] = read;
        answered++;
    }

    private boolean fill(byte[] value, ByteBuffer buffer) {
        int size = Math.min(value.length - filled, buffer.remaining());
        buffer.get(value, filled, size);
        filled += size;
        if (filled < value.length || buffer.remaining() < 2) {
            return false;
        }
        if (buffer.get() != '\r' || buffer.get() != '\n') {
            throw new MemcachedDecodeException("a value that is longer than it says");
        }
        return true;
    }

    private boolean end() {
        NodeException why = error;
        if (why != null && answered == 0) {
            refuse(why);
        } else {
            answer(reads.length == 1 ? List.of(reads[0]) : Collections.unmodifiableList(Arrays.asList(reads)));
        }
        return true;
    }
}
