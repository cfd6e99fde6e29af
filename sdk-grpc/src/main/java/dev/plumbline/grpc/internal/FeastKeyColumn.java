package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one join key, as feast.types.Value carries them. Immutable and thread-safe. */
final class FeastKeyColumn {
    private static final long MICROS = 1_000_000;
    private static final long EXACT_IN_FLOAT64 = 1L << 53;
    private static final long EXACT_IN_FLOAT32 = 1L << 24;

    private final String name;
    private final int nameLength;
    private final FeatureType.Kind kind;
    private final Object[] values;

    /**
     * Takes a column out of keys.
     *
     * @param type what the values go as, null for their own type
     * @throws IllegalArgumentException if a value cannot go as that type, or texts and numbers are mixed
     */
    FeastKeyColumn(String name, int nameLength, @Nullable FeatureType type, List<EntityKey> keys, int column) {
        this.name = name;
        this.nameLength = nameLength;
        this.kind = type != null
                ? type.kind()
                : areMostlyNumbers(keys, column) ? FeatureType.Kind.INT64 : FeatureType.Kind.STRING;
        this.values = new Object[keys.size()];
        for (int i = 0; i < values.length; i++) {
            Object own = keys.get(i).value(column);
            Object value = converted(kind, own);
            if (value == null) {
                throw new IllegalArgumentException("key index " + i + ": join key '" + name + "' is "
                        + (own instanceof Long ? "a number" : "a text") + " and goes as "
                        + kind.name().toLowerCase(java.util.Locale.ROOT)
                        + (type == null ? ", like most keys of the batch: give all keys of a view one type" : ""));
            }
            values[i] = value;
        }
    }

    /** Tells what a column of no declared type goes as: texts among numbers are strangers, numbers among texts go as texts. */
    static boolean areMostlyNumbers(List<EntityKey> keys, int column) {
        int more = 0;
        for (EntityKey key : keys) {
            if (column < key.size()) {
                more += key.value(column) instanceof Long ? 1 : -1;
            }
        }
        return more >= 0;
    }

    /** Tells whether a value can go as a type. */
    static boolean takes(FeatureType type, Object value) {
        return converted(type.kind(), value) != null;
    }

    /** Returns what goes on the wire for a value, null if nothing can. */
    private static @Nullable Object converted(FeatureType.Kind kind, Object value) {
        if (value instanceof Long number) {
            return switch (kind) {
                case INT64 -> number;
                case INT32 -> number == number.intValue() ? number : null;
                case STRING -> number.toString();
                case FLOAT64 -> Math.abs(number) <= EXACT_IN_FLOAT64 ? (Object) (double) number : null;
                case FLOAT32 -> Math.abs(number) <= EXACT_IN_FLOAT32 ? (Object) (float) number : null;
                case BOOL -> number == 0 || number == 1 ? (Object) (number == 1) : null;
                case TIMESTAMP -> number % MICROS == 0 ? (Object) (number / MICROS) : null;
                default -> null;
            };
        }
        String text = (String) value;
        try {
            return switch (kind) {
                case STRING -> text;
                case FLOAT64 -> Double.valueOf(text);
                case FLOAT32 -> Float.valueOf(text);
                case BOOL -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
                default -> null;
            };
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Compares two of the values in the order of Feast's servers, which is that of numbers and of code points. */
    int compare(int left, int right) {
        Object value = values[left];
        Object other = values[right];
        return switch (kind) {
            case STRING -> compareTexts((String) value, (String) other);
            case FLOAT64 -> Double.compare((double) value, (double) other);
            case FLOAT32 -> Float.compare((float) value, (float) other);
            case BOOL -> Boolean.compare((boolean) value, (boolean) other);
            default -> Long.compare((long) value, (long) other);
        };
    }

    private static int compareTexts(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                // Surrogates stand for code points above all others.
                boolean high = Character.isSurrogate(a);
                return high == Character.isSurrogate(b) ? Character.compare(a, b) : high ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Returns how many octets each value takes, by key, and their sum with what is around them last. */
    int[] sizes(int[] order, int count) {
        int[] sizes = new int[count + 1];
        for (int i = 0; i < count; i++) {
            sizes[i] = sizeOf(values[order[i]]);
            sizes[count] += 1 + CodedOutputStream.computeUInt32SizeNoTag(sizes[i]) + sizes[i];
        }
        return sizes;
    }

    /** Returns how many octets the column takes as the entry of a map. */
    int entrySize(int valuesSize) {
        return 2
                + CodedOutputStream.computeUInt32SizeNoTag(nameLength)
                + nameLength
                + CodedOutputStream.computeUInt32SizeNoTag(valuesSize)
                + valuesSize;
    }

    void write(CodedOutputStream out, int field, int[] order, int[] sizes) throws IOException {
        int count = sizes.length - 1;
        out.writeTag(field, WireReader.LENGTH);
        out.writeUInt32NoTag(entrySize(sizes[count]));
        out.writeString(1, name);
        out.writeTag(2, WireReader.LENGTH);
        out.writeUInt32NoTag(sizes[count]);
        for (int i = 0; i < count; i++) {
            out.writeTag(1, WireReader.LENGTH);
            out.writeUInt32NoTag(sizes[i]);
            write(out, values[order[i]]);
        }
    }

    private int sizeOf(Object value) {
        return switch (kind) {
            case STRING -> CodedOutputStream.computeStringSize(FeastKinds.STRING, (String) value);
            case INT32 -> CodedOutputStream.computeInt32Size(FeastKinds.INT32, ((Long) value).intValue());
            case FLOAT64 -> 9;
            case FLOAT32 -> 5;
            case BOOL -> 2;
            default -> CodedOutputStream.computeInt64Size(FeastKinds.INT64, (long) value);
        };
    }

    private void write(CodedOutputStream out, Object value) throws IOException {
        switch (kind) {
            case STRING -> out.writeString(FeastKinds.STRING, (String) value);
            case INT32 -> out.writeInt32(FeastKinds.INT32, ((Long) value).intValue());
            case FLOAT64 -> out.writeDouble(FeastKinds.DOUBLE, (double) value);
            case FLOAT32 -> out.writeFloat(FeastKinds.FLOAT, (float) value);
            case BOOL -> out.writeBool(FeastKinds.BOOL, (boolean) value);
            case TIMESTAMP -> out.writeInt64(FeastKinds.UNIX_TIMESTAMP, (long) value);
            default -> out.writeInt64(FeastKinds.INT64, (long) value);
        }
    }
}
