package dev.plumbline.grpc.internal;

/** The kinds of feast.types.Value by their field numbers, and what each holds. */
final class FeastKinds {
    static final int BYTES = 1;
    static final int STRING = 2;
    static final int INT32 = 3;
    static final int INT64 = 4;
    static final int DOUBLE = 5;
    static final int FLOAT = 6;
    static final int BOOL = 7;
    static final int UNIX_TIMESTAMP = 8;
    static final int NULL = 19;
    static final int ZONED_TIMESTAMP = 48;

    /** Stands for maps, structs and nested lists, which no feature type takes. */
    static final int UNSUPPORTED = -1;

    private static final int LAST = 48;
    private static final int[] SCALARS = new int[LAST + 1];
    private static final int[] LISTS = new int[LAST + 1];

    static {
        put(SCALARS, BYTES, 1);
        // Besides texts: JSON, both kinds of UUID, decimals.
        put(SCALARS, STRING, 2, 32, 36, 37, 44);
        put(SCALARS, INT32, 3);
        put(SCALARS, INT64, 4);
        put(SCALARS, DOUBLE, 5);
        put(SCALARS, FLOAT, 6);
        put(SCALARS, BOOL, 7);
        put(SCALARS, UNIX_TIMESTAMP, 8);
        put(SCALARS, NULL, 19);
        put(SCALARS, ZONED_TIMESTAMP, 48);
        put(SCALARS, UNSUPPORTED, 20, 21, 34, 35, 42, 43, 47);
        // A list and a set of each.
        put(LISTS, BYTES, 11, 22);
        put(LISTS, STRING, 12, 23, 33, 38, 39, 40, 41, 45, 46);
        put(LISTS, INT32, 13, 24);
        put(LISTS, INT64, 14, 25);
        put(LISTS, DOUBLE, 15, 26);
        put(LISTS, FLOAT, 16, 27);
        put(LISTS, BOOL, 17, 28);
        put(LISTS, UNIX_TIMESTAMP, 18, 29);
    }

    private FeastKinds() {}

    private static void put(int[] table, int kind, int... fields) {
        for (int field : fields) {
            table[field] = kind;
        }
    }

    /** Returns what a field's scalar is, 0 if the field is a list or not known. */
    static int scalar(int field) {
        return field <= LAST ? SCALARS[field] : 0;
    }

    /** Returns what the elements of a field's list or set are, 0 if the field is a scalar or not known. */
    static int element(int field) {
        return field <= LAST ? LISTS[field] : 0;
    }

    /** Returns how protobuf writes a scalar. */
    static int wireType(int kind) {
        return switch (kind) {
            case INT32, INT64, BOOL, UNIX_TIMESTAMP, NULL -> WireReader.VARINT;
            case DOUBLE -> WireReader.FIXED64;
            case FLOAT -> WireReader.FIXED32;
            default -> WireReader.LENGTH;
        };
    }
}
