package dev.plumbline.grpc.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import featurestore.FeatureSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Views, keys and replies of random shape; values are encoded by generated classes, entries also in odd orders. */
final class RandomReplies {
    private static final List<FeatureType> TYPES = List.of(
            FeatureType.BOOL,
            FeatureType.INT32,
            FeatureType.INT64,
            FeatureType.FLOAT32,
            FeatureType.FLOAT64,
            FeatureType.STRING,
            FeatureType.TIMESTAMP,
            FeatureType.listOf(FeatureType.BOOL),
            FeatureType.listOf(FeatureType.INT32),
            FeatureType.listOf(FeatureType.INT64),
            FeatureType.listOf(FeatureType.FLOAT32),
            FeatureType.listOf(FeatureType.FLOAT64),
            FeatureType.listOf(FeatureType.STRING),
            FeatureType.vectorOf(FeatureType.FLOAT32, 3),
            FeatureType.vectorOf(FeatureType.FLOAT64, 2));

    /** What a contract of floats carries. */
    static final List<FeatureType> FLOAT_TYPES = TYPES.subList(0, 5);

    private static final float[] FLOATS = {
        0, -0.0f, 1, -1, 0.1f, 1e30f, 1 << 24, (1 << 24) + 2, -(1 << 24), Float.NaN, Float.NEGATIVE_INFINITY
    };
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 0.1, 1e300, -1e300, 1L << 53, (1L << 53) + 2, 3e9, Integer.MIN_VALUE, Double.NaN, 1e39
    };
    private static final String[] TEXTS = {"", "a", "ORD", "Zürich", "東京", "😀", "x".repeat(200)};

    private final Random random;

    RandomReplies(long seed) {
        this.random = new Random(seed);
    }

    FeatureView view() {
        return view(TYPES);
    }

    FeatureView view(List<FeatureType> types) {
        FeatureView.Builder view = FeatureView.builder("v", "k");
        int size = 1 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
            view.feature("feature_" + i, types.get(random.nextInt(types.size())));
        }
        return view.build();
    }

    List<EntityKey> keys() {
        List<EntityKey> keys = new ArrayList<>();
        int size = 1 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            keys.add(random.nextBoolean() ? EntityKey.of(i) : EntityKey.of("k" + i));
        }
        if (random.nextInt(4) == 0) {
            keys.add(EntityKey.of("0"));
            keys.add(EntityKey.of("k1é"));
        }
        return keys.stream().distinct().toList();
    }

    byte[] reply(FeatureView view, List<EntityKey> keys) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> ids = new ArrayList<>();
        keys.forEach(key -> ids.add(key.text(0)));
        ids.add("nobody asked");
        if (random.nextBoolean()) {
            Collections.shuffle(ids, random);
        }
        for (String id : ids) {
            if (random.nextInt(6) > 0) {
                entry(out, id, set(view));
            }
            if (random.nextInt(10) == 0) {
                entry(out, id, set(view));
            }
            unknown(out);
        }
        return out.toByteArray();
    }

    byte[] graphReply(FeatureView view) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (random.nextInt(20) > 0) {
            field(out, 1, set(view));
        }
        unknown(out);
        // Two parts of one struct are joined.
        if (random.nextInt(15) == 0) {
            field(out, 1, set(view));
        }
        return out.toByteArray();
    }

    byte[] dataAccessReply(FeatureView view) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> names = new ArrayList<>(view.featureNames());
        if (random.nextBoolean()) {
            Collections.shuffle(names, random);
        }
        boolean foundFirst = random.nextInt(8) == 0;
        if (foundFirst) {
            out.writeBytes(found());
        }
        for (String name : names) {
            if (random.nextInt(10) > 0) {
                floatEntry(out, name);
            }
            if (random.nextInt(20) == 0) {
                floatEntry(out, name);
            }
            if (random.nextInt(10) == 0) {
                floatEntry(out, "unnamed_" + random.nextInt(3));
            }
            unknown(out);
        }
        if (!foundFirst) {
            out.writeBytes(found());
        }
        return out.toByteArray();
    }

    private byte[] found() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        2,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(random.nextInt(6) == 0 ? 0 : 1)
                                .build())
                .build()
                .toByteArray();
    }

    private void floatEntry(ByteArrayOutputStream out, String key) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        boolean keyLast = random.nextInt(8) == 0;
        if (!keyLast) {
            field(entry, 1, name);
        }
        unknown(entry);
        for (int values = random.nextInt(30) > 0 ? 1 : 2 * random.nextInt(2); values > 0; values--) {
            float value = random.nextBoolean() ? FLOATS[random.nextInt(FLOATS.length)] : random.nextInt(1000) / 8f;
            entry.writeBytes(UnknownFieldSet.newBuilder()
                    .addField(
                            2,
                            UnknownFieldSet.Field.newBuilder()
                                    .addFixed32(Float.floatToRawIntBits(value))
                                    .build())
                    .build()
                    .toByteArray());
        }
        if (keyLast) {
            field(entry, 1, name);
        }
        field(out, 1, entry.toByteArray());
    }

    private byte[] set(FeatureView view) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (random.nextInt(8) == 0) {
            return out.toByteArray();
        }
        List<String> names = new ArrayList<>(view.featureNames());
        if (random.nextBoolean()) {
            Collections.shuffle(names, random);
        }
        for (String name : names) {
            int slot = view.slot(name);
            if (random.nextInt(10) > 0) {
                entry(out, name, value(view.type(slot)));
            }
            if (random.nextInt(20) == 0) {
                entry(out, name, value(view.type(slot)));
            }
            if (random.nextInt(10) == 0) {
                entry(out, "unnamed_" + random.nextInt(3), value(view.type(slot)));
            }
            unknown(out);
        }
        return random.nextBoolean() ? out.toByteArray() : viaGenerated(out.toByteArray());
    }

    private static byte[] viaGenerated(byte[] set) {
        try {
            return FeatureSet.parseFrom(set).toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] value(FeatureType type) {
        byte[] one = someValue(type).toByteArray();
        // Now and then a value of two kinds, of which the last one holds, or two lists, which are joined.
        if (random.nextInt(15) == 0) {
            ByteString both = ByteString.copyFrom(one)
                    .concat(someValue(type).toByteString())
                    .concat(random.nextBoolean() ? unknownFields(random) : ByteString.EMPTY);
            return both.toByteArray();
        }
        return one;
    }

    private Value someValue(FeatureType type) {
        int pick = random.nextInt(20);
        if (pick == 0) {
            return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
        }
        if (pick == 1) {
            return Value.newBuilder()
                    .setStructValue(Struct.newBuilder().putFields("a", text()))
                    .build();
        }
        if (pick == 2) {
            return Value.getDefaultInstance();
        }
        FeatureType as = pick == 3 ? TYPES.get(random.nextInt(TYPES.size())) : type;
        if (as.isScalar()) {
            return scalar(as);
        }
        ListValue.Builder list = ListValue.newBuilder();
        int size = as.length() > 0 && random.nextInt(5) > 0 ? as.length() : random.nextInt(5);
        for (int i = 0; i < size; i++) {
            list.addValues(random.nextInt(30) == 0 ? scalar(TYPES.get(random.nextInt(7))) : scalar(as.element()));
        }
        return Value.newBuilder().setListValue(list).build();
    }

    private Value scalar(FeatureType type) {
        return switch (type.kind()) {
            case BOOL -> Value.newBuilder().setBoolValue(random.nextBoolean()).build();
            case STRING -> text();
            case FLOAT32, FLOAT64 -> number(random.nextBoolean() ? random.nextGaussian() : edge());
            default -> number(random.nextBoolean() ? random.nextInt() : edge());
        };
    }

    private double edge() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    private Value text() {
        return Value.newBuilder()
                .setStringValue(TEXTS[random.nextInt(TEXTS.length)])
                .build();
    }

    private void entry(ByteArrayOutputStream out, String key, byte[] value) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        boolean keyLast = random.nextInt(8) == 0;
        if (!keyLast) {
            field(entry, 1, key.getBytes(StandardCharsets.UTF_8));
        }
        unknown(entry);
        if (random.nextInt(30) > 0) {
            field(entry, 2, value);
        }
        if (random.nextInt(40) == 0) {
            field(entry, 2, value);
        }
        unknown(entry);
        if (keyLast) {
            field(entry, 1, key.getBytes(StandardCharsets.UTF_8));
        }
        field(out, 1, entry.toByteArray());
    }

    private void unknown(ByteArrayOutputStream out) {
        if (random.nextInt(12) == 0) {
            out.writeBytes(unknownFields(random).toByteArray());
        }
    }

    static ByteString unknownFields(Random random) {
        int field = 40 + random.nextInt(3000);
        UnknownFieldSet.Field.Builder unknown = UnknownFieldSet.Field.newBuilder();
        switch (random.nextInt(5)) {
            case 0 -> unknown.addVarint(random.nextLong());
            case 1 -> unknown.addFixed32(random.nextInt());
            case 2 -> unknown.addFixed64(random.nextLong());
            case 3 -> unknown.addLengthDelimited(ByteString.copyFromUtf8("unknown"));
            default ->
                unknown.addGroup(UnknownFieldSet.newBuilder()
                        .mergeVarintField(3, 4)
                        .addField(
                                5,
                                UnknownFieldSet.Field.newBuilder()
                                        .addGroup(UnknownFieldSet.getDefaultInstance())
                                        .build())
                        .build());
        }
        return UnknownFieldSet.newBuilder()
                .addField(field, unknown.build())
                .build()
                .toByteString();
    }

    static void field(ByteArrayOutputStream out, int number, byte[] content) {
        try {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            coded.writeByteArray(number, content);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
