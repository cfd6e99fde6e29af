package dev.plumbline.grpc.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.plumbline.feature.FeatureType;
import feasttypes.Null;
import feasttypes.RepeatedValue;
import feasttypes.Value;
import feasttypes.ZonedTimestamp;
import java.util.List;
import java.util.Random;

/** Values of every kind that Feast has, also of kinds that it does not have yet. */
final class FeastValues {
    private static final List<FieldDescriptor> KINDS = Value.getDescriptor().getFields();
    private static final String[] TEXTS = {"", "a", "ORD", "Zürich", "東京", "😀", "x".repeat(200), "1.50"};
    private static final long[] INTEGERS = {
        0, 1, -1, 1 << 24, (1 << 24) + 1, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, Integer.MIN_VALUE
    };
    private static final double[] NUMBERS = {0, -0.0, 1, 0.1, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, 1L << 53};

    private final Random random;

    FeastValues(Random random) {
        this.random = random;
    }

    /** Returns a value that a type takes, mostly. */
    Value some(FeatureType type) {
        return switch (random.nextInt(20)) {
            case 0 -> Value.newBuilder().setNullVal(Null.NULL).build();
            case 1 -> ofKind(KINDS.get(random.nextInt(KINDS.size())));
            case 2 -> ofLaterKind();
            default -> ofKind(kind(type));
        };
    }

    private FieldDescriptor kind(FeatureType type) {
        boolean list = !type.isScalar();
        String[] names = switch (list ? type.element().kind() : type.kind()) {
            case BOOL -> new String[] {"bool"};
            case INT32 -> new String[] {"int32", "int64"};
            case INT64 -> new String[] {"int64", "int32"};
            case FLOAT32 -> new String[] {"float", "double"};
            case FLOAT64 -> new String[] {"double", "float", "int64"};
            case STRING -> new String[] {"string", "json", "uuid", "time_uuid", "decimal"};
            case BYTES -> new String[] {"bytes"};
            default -> new String[] {"unix_timestamp", "unix_timestamp", "int64"};
        };
        String name = names[random.nextInt(names.length)];
        if (!list && name.equals("unix_timestamp") && random.nextBoolean()) {
            name = "zoned_timestamp";
        }
        String suffix = !list ? "_val" : random.nextBoolean() || name.equals("json") ? "_list_val" : "_set_val";
        return Value.getDescriptor().findFieldByName(name + suffix);
    }

    private Value ofLaterKind() {
        return Value.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                49,
                                UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                        .build())
                .build();
    }

    private Value ofKind(FieldDescriptor kind) {
        Value.Builder value = Value.newBuilder();
        if (kind.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return value.setField(kind, scalar(kind)).build();
        }
        if (kind.getName().equals("zoned_timestamp_val")) {
            return value.setZonedTimestampVal(ZonedTimestamp.newBuilder()
                            .setUnixTimestamp(integer())
                            .setZone("Europe/Zurich"))
                    .build();
        }
        Message.Builder message = value.newBuilderForField(kind);
        FieldDescriptor elements = message.getDescriptorForType().findFieldByName("val");
        int size = random.nextInt(5);
        for (int i = 0; i < size; i++) {
            if (elements.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                message.addRepeatedField(elements, scalar(elements));
            } else if (message instanceof RepeatedValue.Builder list) {
                list.addVal(Value.newBuilder().setInt64Val(i));
            } else {
                message.addRepeatedField(
                        elements, message.newBuilderForField(elements).build());
            }
        }
        return value.setField(kind, message.build()).build();
    }

    private Object scalar(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case BOOLEAN -> random.nextBoolean();
            case INT -> (int) integer();
            case LONG -> integer();
            case FLOAT -> (float) number();
            case DOUBLE -> number();
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case BYTE_STRING -> ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]);
            case ENUM -> Null.NULL.getValueDescriptor();
            default -> throw new IllegalStateException(field.getFullName());
        };
    }

    private long integer() {
        return random.nextBoolean() ? random.nextInt(1 << 25) : INTEGERS[random.nextInt(INTEGERS.length)];
    }

    private double number() {
        return random.nextBoolean() ? random.nextGaussian() : NUMBERS[random.nextInt(NUMBERS.length)];
    }
}
