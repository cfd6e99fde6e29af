package dev.plumbline.testing.grpc;

import com.google.protobuf.CodedInputStream;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes a cell as a feast.types.Value, and reads such a value of a key. */
final class FeastValue {
    private static final int BYTES = 1;
    private static final int STRING = 2;
    private static final int INT32 = 3;
    private static final int INT64 = 4;
    private static final int DOUBLE = 5;
    private static final int FLOAT = 6;
    private static final int BOOL = 7;
    private static final int TIMESTAMP = 8;
    /** The list of a kind has the kind's number and ten more. */
    private static final int LIST = 10;

    private FeastValue() {}

    /** Writes a value that is present. */
    static ProtoMessage of(FeatureRow row, int slot) {
        FeatureType type = row.view().type(slot);
        long bits = row.bits(slot);
        ProtoMessage value = new ProtoMessage();
        if (!type.isScalar()) {
            return value.message(LIST + number(type.element()), list(row.object(slot), type.element()));
        }
        int number = number(type);
        Object object = row.object(slot);
        return switch (number) {
            case BYTES -> value.octets(number, object instanceof byte[] octets ? octets : new byte[0]);
            case STRING -> value.text(number, String.valueOf(object));
            case DOUBLE -> value.float64(number, Double.longBitsToDouble(bits));
            case FLOAT -> value.float32(number, (float) Double.longBitsToDouble(bits));
            case TIMESTAMP -> value.number(number, seconds(bits));
            default -> value.number(number, bits);
        };
    }

    private static int number(FeatureType type) {
        return switch (type.kind()) {
            case BOOL -> BOOL;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case STRING -> STRING;
            case BYTES -> BYTES;
            case TIMESTAMP -> TIMESTAMP;
            case LIST, VECTOR -> throw new IllegalArgumentException("lists do not nest");
        };
    }

    private static long seconds(long micros) {
        return Math.floorDiv(micros, TimeUnit.SECONDS.toMicros(1));
    }

    private static ProtoMessage list(@Nullable Object values, FeatureType element) {
        ProtoMessage list = new ProtoMessage();
        ProtoMessage packed = new ProtoMessage();
        if (values instanceof String[] texts) {
            for (String text : texts) {
                list.text(1, text);
            }
            return list;
        }
        if (values instanceof byte[][] all) {
            for (byte[] octets : all) {
                list.octets(1, octets);
            }
            return list;
        }
        if (values instanceof boolean[] bools) {
            for (boolean bool : bools) {
                packed.bareNumber(bool ? 1 : 0);
            }
        } else if (values instanceof int[] numbers) {
            for (int number : numbers) {
                packed.bareNumber(number);
            }
        } else if (values instanceof long[] numbers) {
            for (long number : numbers) {
                packed.bareNumber(element.kind() == FeatureType.Kind.TIMESTAMP ? seconds(number) : number);
            }
        } else if (values instanceof float[] numbers) {
            for (float number : numbers) {
                packed.bareFloat32(number);
            }
        } else if (values instanceof double[] numbers) {
            for (double number : numbers) {
                packed.bareFloat64(number);
            }
        }
        byte[] octets = packed.toOctets();
        return octets.length == 0 ? list : list.octets(1, octets);
    }

    /** Reads a key's value: a text or an integer; null for anything else. */
    static @Nullable Object key(CodedInputStream value) throws IOException {
        @Nullable Object[] key = {null};
        ProtoReader.read(value, field -> {
            switch (field) {
                case STRING -> key[0] = value.readStringRequireUtf8();
                case INT32 -> key[0] = (long) value.readInt32();
                case INT64 -> key[0] = value.readInt64();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return key[0];
    }
}
