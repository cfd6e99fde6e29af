package dev.plumbline.grpc;

import io.grpc.Metadata;
import java.util.Map;

/** The headers of a call as gRPC wants them. */
final class Headers {
    private Headers() {}

    /**
     * Copies headers.
     *
     * @throws IllegalArgumentException if gRPC would not carry one; the message names it, never its value
     */
    static Metadata metadata(Map<String, String> headers) {
        Metadata metadata = new Metadata();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey();
            if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
                throw new IllegalArgumentException("header '" + name + "' is binary: only texts are carried");
            }
            if (name.startsWith("grpc-")) {
                throw new IllegalArgumentException("header '" + name + "' is gRPC's own: choose another name");
            }
            if (!isPrintableAscii(header.getValue())) {
                throw new IllegalArgumentException(
                        "the value of header '" + name + "' is not printable ASCII: encode it first");
            }
            metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), header.getValue());
        }
        return metadata;
    }

    private static boolean isPrintableAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
