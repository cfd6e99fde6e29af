package dev.plumbline.testing.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Reads the fields of requests, without generated classes. */
final class ProtoReader {
    private ProtoReader() {}

    /** Takes one field, or leaves it by returning false. */
    @FunctionalInterface
    interface Field {
        boolean take(int number) throws IOException;
    }

    static void read(CodedInputStream message, Field field) throws IOException {
        for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
            if (!field.take(WireFormat.getTagFieldNumber(tag))) {
                message.skipField(tag);
            }
        }
    }

    /** Starts to read a message inside a message. */
    static CodedInputStream nested(CodedInputStream message) throws IOException {
        return CodedInputStream.newInstance(message.readByteArray());
    }
}
