package dev.plumbline.testing.grpc;

import com.google.protobuf.CodedInputStream;
import dev.plumbline.feature.EntityKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plumbline.v1.GetFeaturesRequest. Not thread-safe while it is read, then immutable. */
final class NativeRequest {
    private final List<List<Object>> columns = new ArrayList<>();
    private String view = "";
    private long schemaHash;
    private @Nullable NativeSchema schema;

    private NativeRequest() {}

    static NativeRequest of(CodedInputStream message) throws IOException {
        NativeRequest request = new NativeRequest();
        ProtoReader.read(message, field -> {
            switch (field) {
                case 1 -> request.view = message.readStringRequireUtf8();
                case 2 -> request.schemaHash = message.readFixed64();
                case 3 -> request.columns.add(column(ProtoReader.nested(message)));
                case 4 -> request.schema = NativeSchema.of(ProtoReader.nested(message));
                default -> {
                    return false;
                }
            }
            return true;
        });
        return request;
    }

    private static List<Object> column(CodedInputStream message) throws IOException {
        List<Object> numbers = new ArrayList<>();
        List<Object> texts = new ArrayList<>();
        List<Byte> kinds = new ArrayList<>();
        ProtoReader.read(message, field -> {
            switch (field) {
                case 1 -> {
                    CodedInputStream packed = ProtoReader.nested(message);
                    while (!packed.isAtEnd()) {
                        numbers.add(packed.readSInt64());
                    }
                }
                case 2 -> texts.add(message.readStringRequireUtf8());
                case 3 -> {
                    for (byte kind : message.readByteArray()) {
                        kinds.add(kind);
                    }
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        if (numbers.isEmpty() || texts.isEmpty()) {
            return numbers.isEmpty() ? texts : numbers;
        }
        if (kinds.size() != numbers.size() + texts.size()) {
            throw new IOException("a key column of both kinds says " + kinds.size() + " times which");
        }
        Iterator<Object> nextNumber = numbers.iterator();
        Iterator<Object> nextText = texts.iterator();
        List<Object> both = new ArrayList<>();
        for (byte kind : kinds) {
            both.add(kind == 0 ? nextNumber.next() : nextText.next());
        }
        return both;
    }

    String view() {
        return view;
    }

    long schemaHash() {
        return schemaHash;
    }

    /** Returns the schema that came with it, null if none did. */
    @Nullable NativeSchema schema() {
        return schema;
    }

    /** Returns the entities. */
    List<EntityKey> keys() throws IOException {
        int count = columns.isEmpty() ? 0 : columns.get(0).size();
        if (count == 0) {
            throw new IOException("no entity");
        }
        List<EntityKey> keys = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                if (columns.get(i).size() != count) {
                    throw new IOException("key columns of different lengths");
                }
                values[i] = columns.get(i).get(row);
            }
            keys.add(EntityKey.composite(values));
        }
        return keys;
    }
}
