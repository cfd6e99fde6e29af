package dev.plumbline.grpc.internal;

/** Which field of a plumbline.v1.Column holds the values of a scalar type, and how. */
final class NativeValues {
    private NativeValues() {}

    static int field(int type) {
        return switch (type) {
            case NativeTypes.BOOL -> 6;
            case NativeTypes.INT32 -> 7;
            case NativeTypes.INT64, NativeTypes.TIMESTAMP -> 8;
            case NativeTypes.FLOAT32 -> 9;
            case NativeTypes.FLOAT64 -> 10;
            case NativeTypes.STRING -> 11;
            default -> 12;
        };
    }

    static int wireType(int type) {
        return switch (type) {
            case NativeTypes.BOOL, NativeTypes.INT32 -> WireReader.VARINT;
            case NativeTypes.FLOAT32 -> WireReader.FIXED32;
            case NativeTypes.STRING, NativeTypes.BYTES -> WireReader.LENGTH;
            default -> WireReader.FIXED64;
        };
    }

    /** Returns how few octets an element takes. */
    static int leastOctets(int type) {
        return switch (type) {
            case NativeTypes.BOOL, NativeTypes.INT32 -> 1;
            case NativeTypes.FLOAT32 -> 4;
            case NativeTypes.STRING, NativeTypes.BYTES -> 2;
            default -> 8;
        };
    }
}
