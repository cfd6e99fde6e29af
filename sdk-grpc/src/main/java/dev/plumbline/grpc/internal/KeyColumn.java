package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.EntityKey;
import java.io.IOException;
import java.util.List;

/** One join key of a request's entities as a plumbline.v1.KeyColumn. Immutable and thread-safe. */
final class KeyColumn {
    private static final int INT64S = 1;
    private static final int STRINGS = 2;
    private static final int KINDS = 3;

    private final List<EntityKey> keys;
    private final int index;
    private final int numberCount;
    private final int numbersSize;
    private final int size;

    KeyColumn(List<EntityKey> keys, int index) {
        this.keys = keys;
        this.index = index;
        int numbers = 0;
        int numberOctets = 0;
        int textOctets = 0;
        for (EntityKey key : keys) {
            if (key.value(index) instanceof Long number) {
                numbers++;
                numberOctets += CodedOutputStream.computeSInt64SizeNoTag(number);
            } else {
                textOctets += CodedOutputStream.computeStringSize(STRINGS, key.text(index));
            }
        }
        this.numberCount = numbers;
        this.numbersSize = numberOctets;
        this.size = textOctets
                + (numbers == 0 ? 0 : 1 + CodedOutputStream.computeUInt32SizeNoTag(numberOctets) + numberOctets)
                + (isMixed() ? 1 + CodedOutputStream.computeUInt32SizeNoTag(keys.size()) + keys.size() : 0);
    }

    private boolean isMixed() {
        return numberCount > 0 && numberCount < keys.size();
    }

    /** Returns how many octets it takes, without tag and length. */
    int size() {
        return size;
    }

    void write(CodedOutputStream out) throws IOException {
        if (numberCount > 0) {
            out.writeTag(INT64S, WireReader.LENGTH);
            out.writeUInt32NoTag(numbersSize);
            for (EntityKey key : keys) {
                if (key.value(index) instanceof Long number) {
                    out.writeSInt64NoTag(number);
                }
            }
        }
        for (EntityKey key : keys) {
            if (key.value(index) instanceof String text) {
                out.writeString(STRINGS, text);
            }
        }
        if (isMixed()) {
            out.writeTag(KINDS, WireReader.LENGTH);
            out.writeUInt32NoTag(keys.size());
            for (EntityKey key : keys) {
                out.write((byte) (key.value(index) instanceof String ? 1 : 0));
            }
        }
    }
}
