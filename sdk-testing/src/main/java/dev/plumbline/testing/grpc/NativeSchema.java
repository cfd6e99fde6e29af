package dev.plumbline.testing.grpc;

import com.google.protobuf.CodedInputStream;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import io.grpc.Metadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plumbline.v1.Schema: what a client wants, in the order in which it wants it. Immutable once it is read. */
final class NativeSchema {
    private static final int LIST = 16;
    private static final int VECTOR = 32;

    private final List<Feature> features = new ArrayList<>();

    private record Feature(String name, int type, int length) {}

    private NativeSchema() {}

    static NativeSchema of(CodedInputStream message) throws IOException {
        NativeSchema schema = new NativeSchema();
        ProtoReader.read(message, field -> {
            if (field == 2) {
                schema.features.add(feature(ProtoReader.nested(message)));
                return true;
            }
            return false;
        });
        return schema;
    }

    private static Feature feature(CodedInputStream message) throws IOException {
        List<String> name = new ArrayList<>();
        int[] numbers = new int[2];
        ProtoReader.read(message, field -> {
            switch (field) {
                case 1 -> name.add(message.readStringRequireUtf8());
                case 2 -> numbers[0] = message.readEnum();
                case 3 -> numbers[1] = message.readUInt32();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Feature(name.isEmpty() ? "" : name.get(0), numbers[0], numbers[1]);
    }

    int size() {
        return features.size();
    }

    String name(int place) {
        return features.get(place).name();
    }

    /** Returns what to say if a feature is of another type than the server's, null if none is. */
    @Nullable Metadata mismatch(FeatureView view) {
        for (int place = 0; place < features.size(); place++) {
            Feature feature = features.get(place);
            int slot = view.findSlot(feature.name());
            if (slot >= 0) {
                FeatureType type = view.type(slot);
                if (feature.type() != number(type) || feature.length() != type.length()) {
                    Metadata trailers = said("mismatch");
                    put(trailers, "plumbline-schema-feature", Integer.toString(place));
                    put(trailers, "plumbline-schema-type", type.toString());
                    return trailers;
                }
            }
        }
        return null;
    }

    /** Returns the trailers of a server that cannot answer for a schema. */
    static Metadata said(String what) {
        Metadata trailers = new Metadata();
        put(trailers, "plumbline-schema", what);
        return trailers;
    }

    private static void put(Metadata trailers, String name, String value) {
        trailers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }

    /** Returns a type's number in plumbline.v1.Type. */
    static int number(FeatureType type) {
        return switch (type.kind()) {
            case BOOL -> 1;
            case INT32 -> 2;
            case INT64 -> 3;
            case FLOAT32 -> 4;
            case FLOAT64 -> 5;
            case STRING -> 6;
            case BYTES -> 7;
            case TIMESTAMP -> 8;
            case LIST -> LIST + number(type.element());
            case VECTOR -> VECTOR + number(type.element());
        };
    }
}
