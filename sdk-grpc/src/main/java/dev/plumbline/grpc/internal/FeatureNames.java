package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The names of a view's features as octets: the part of a request that asks for them, and what begins the entry of each
 * in a reply. Immutable and thread-safe.
 */
final class FeatureNames {
    /** OnlineFeaturesRequest.feature_names. */
    private static final int REQUEST_FIELD = 2;

    private final byte[] asked;
    private final byte[] prefixes;
    private final int[] prefixStarts;
    private final ByteTable table;

    /**
     * Encodes the names.
     *
     * @param binding the view and its names on the server
     * @param valueType the wire type of the values in an entry
     */
    FeatureNames(ViewBinding binding, int valueType) {
        List<String> names = binding.serverNames();
        int count = names.size();
        int askedSize = 0;
        int prefixSize = 0;
        for (String name : names) {
            askedSize += CodedOutputStream.computeStringSize(REQUEST_FIELD, name);
            prefixSize += CodedOutputStream.computeStringSize(1, name) + 1;
        }
        asked = new byte[askedSize];
        prefixes = new byte[prefixSize];
        prefixStarts = new int[count + 1];
        int[] nameStarts = new int[count];
        int[] nameLengths = new int[count];
        CodedOutputStream askedOut = CodedOutputStream.newInstance(asked);
        CodedOutputStream prefixOut = CodedOutputStream.newInstance(prefixes);
        table = new ByteTable(prefixes, nameStarts, nameLengths);
        try {
            for (int slot = 0; slot < count; slot++) {
                String name = names.get(slot);
                askedOut.writeString(REQUEST_FIELD, name);
                prefixOut.writeString(1, name);
                int length = utf8Length(name);
                nameStarts[slot] = prefixOut.getTotalBytesWritten() - length;
                nameLengths[slot] = length;
                prefixOut.writeTag(2, valueType);
                prefixStarts[slot + 1] = prefixOut.getTotalBytesWritten();
                table.add(slot);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size takes what was measured", e);
        }
    }

    static int utf8Length(String text) {
        int withLength = CodedOutputStream.computeStringSizeNoTag(text);
        int length = withLength - 1;
        while (CodedOutputStream.computeUInt32SizeNoTag(length) + length > withLength) {
            length--;
        }
        return length;
    }

    int count() {
        return prefixStarts.length - 1;
    }

    int askedSize() {
        return asked.length;
    }

    void writeAsked(CodedOutputStream out) throws IOException {
        out.writeRawBytes(asked);
    }

    /** Returns how long the key of a feature's entry and the tag of its value are. */
    int prefixLength(int slot) {
        return prefixStarts[slot + 1] - prefixStarts[slot];
    }

    /** Tells whether an entry begins with a feature's key and the tag of its value, which are known to fit into it. */
    boolean begins(int slot, byte[] bytes, int from, int prefixLength) {
        return WireReader.equal(prefixes, prefixStarts[slot], bytes, from, prefixLength);
    }

    int find(byte[] bytes, int from, int length) {
        return table.find(bytes, from, length);
    }
}
