package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureType;

/** The numbers of plumbline.v1.Type. */
final class NativeTypes {
    static final int BOOL = 1;
    static final int INT32 = 2;
    static final int INT64 = 3;
    static final int FLOAT32 = 4;
    static final int FLOAT64 = 5;
    static final int STRING = 6;
    static final int BYTES = 7;
    static final int TIMESTAMP = 8;

    /** What is added to the element's number. */
    static final int LIST = 16;

    /** What is added to the element's number. */
    static final int VECTOR = 32;

    private NativeTypes() {}

    /**
     * Returns a type's number.
     *
     * @throws IllegalArgumentException if the contract has no such type
     */
    static int number(FeatureType type) {
        return switch (type.kind()) {
            case BOOL -> BOOL;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case STRING -> STRING;
            case BYTES -> BYTES;
            case TIMESTAMP -> TIMESTAMP;
            case LIST -> LIST + number(type.element());
            case VECTOR -> VECTOR + number(type.element());
        };
    }

    static boolean isKnown(int number) {
        int element = number & 15;
        return switch (number - element) {
            case 0, LIST -> element >= BOOL && element <= TIMESTAMP;
            case VECTOR -> element == FLOAT32 || element == FLOAT64;
            default -> false;
        };
    }

    /** Returns what a known type is called in messages. */
    static String name(int number, int length) {
        String element = switch (number & 15) {
            case BOOL -> "bool";
            case INT32 -> "int32";
            case INT64 -> "int64";
            case FLOAT32 -> "float32";
            case FLOAT64 -> "float64";
            case STRING -> "string";
            case BYTES -> "bytes";
            default -> "timestamp";
        };
        return switch (number - (number & 15)) {
            case LIST -> "list<" + element + ">";
            case VECTOR -> "vector<" + element + "," + Integer.toUnsignedString(length) + ">";
            default -> element;
        };
    }
}
