package dev.plumbline.grpc.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import plumbline.v1.Column;
import plumbline.v1.GetFeaturesResponse;
import plumbline.v1.RowFailure;

/** Views, keys and replies of plumbline.v1 of random shape, encoded by generated classes; columns also in odd ways. */
final class NativeReplies {
    private static final List<FeatureType> SCALARS = List.of(
            FeatureType.BOOL,
            FeatureType.INT32,
            FeatureType.INT64,
            FeatureType.FLOAT32,
            FeatureType.FLOAT64,
            FeatureType.STRING,
            FeatureType.BYTES,
            FeatureType.TIMESTAMP);
    private static final long[] INT64S = {0, 1, -1, 300, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, -(1L << 53) - 1};
    private static final int[] INT32S = {0, 1, -1, 300, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final double[] FLOAT64S = {0, -0.0, 0.1, 1e300, Double.MIN_VALUE, Double.NaN, 1 / 0.0, -1 / 0.0};
    private static final float[] FLOAT32S = {0, -0.0f, 0.1f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, 1 / 0f};
    private static final String[] TEXTS = {"", "a", "ORD", "Zürich", "東京", "😀", "x".repeat(200)};

    private final Random random;

    NativeReplies(long seed) {
        this.random = new Random(seed);
    }

    FeatureView view() {
        FeatureView.Builder view =
                random.nextBoolean() ? FeatureView.builder("v", "k") : FeatureView.builder("v", "k", "second");
        int size = 1 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
            view.feature("feature_" + i, type());
        }
        return view.build();
    }

    private FeatureType type() {
        FeatureType scalar = SCALARS.get(random.nextInt(SCALARS.size()));
        return switch (random.nextInt(4)) {
            case 0 -> FeatureType.listOf(scalar);
            case 1 ->
                FeatureType.vectorOf(
                        random.nextBoolean() ? FeatureType.FLOAT32 : FeatureType.FLOAT64, 1 + random.nextInt(5));
            default -> scalar;
        };
    }

    List<EntityKey> keys(FeatureView view) {
        List<EntityKey> keys = new ArrayList<>();
        int size = 1 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            keys.add(view.joinKeys().size() == 1 ? EntityKey.of("k" + i) : EntityKey.composite("k" + i, (long) i));
        }
        return keys;
    }

    byte[] reply(FeatureView view, int count) {
        GetFeaturesResponse.Builder reply = GetFeaturesResponse.newBuilder()
                .setSchemaHash(view.schemaHash())
                .setRowCount(count);
        int answered = count;
        if (random.nextInt(3) == 0) {
            byte[] states = new byte[count];
            answered = 0;
            for (int row = 0; row < count; row++) {
                states[row] = (byte) Math.max(0, random.nextInt(7) - 3);
                answered += states[row] == 0 ? 1 : 0;
                if (states[row] > 1 && random.nextBoolean()) {
                    reply.addFailures(RowFailure.newBuilder()
                            .setCode(random.nextInt(20))
                            .setReason("a shard is down")
                            .addRows(row));
                }
            }
            reply.setRowStates(ByteString.copyFrom(states));
        }
        if (random.nextBoolean()) {
            for (int i = 0; i < answered; i++) {
                reply.addEventTimes(int64());
            }
        }
        if (random.nextBoolean()) {
            for (int i = 0; i < answered; i++) {
                reply.addDataVersions(int64());
            }
        }
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(reply.setSchemaKept(random.nextBoolean()).build().toByteArray());
        for (int slot = 0; slot < view.size() + 2; slot++) {
            if (random.nextInt(10) > 0) {
                pieces.add(nested(4, column(view, slot, answered)));
            }
            if (random.nextInt(10) == 0) {
                pieces.add(RandomReplies.unknownFields(random).toByteArray());
            }
        }
        return shuffled(pieces);
    }

    private byte[] column(FeatureView view, int slot, int answered) {
        boolean named = slot < view.size();
        FeatureType type = named ? view.type(slot) : type();
        List<byte[]> pieces = new ArrayList<>();
        int number = NativeTypes.number(type);
        boolean unknownType = named && random.nextInt(30) == 0;
        pieces.add(Column.newBuilder()
                .setFeature(slot)
                .setTypeValue(unknownType ? 60 + random.nextInt(1000) : number)
                .setLength(type.length())
                .build()
                .toByteArray());
        int present = answered;
        if (random.nextBoolean()) {
            byte[] states = new byte[answered];
            present = 0;
            for (int row = 0; row < answered; row++) {
                states[row] = (byte) (random.nextInt(3) > 0 ? 0 : random.nextInt(6));
                present += states[row] == 0 ? 1 : 0;
            }
            pieces.add(Column.newBuilder()
                    .setStates(ByteString.copyFrom(states))
                    .build()
                    .toByteArray());
        }
        pieces.add(values(type, present));
        if (random.nextInt(10) == 0) {
            pieces.add(RandomReplies.unknownFields(random).toByteArray());
        }
        return shuffled(pieces);
    }

    /** Returns a piece of a column: the values, and the lengths of lists, in one or two packed pieces or not packed. */
    private byte[] values(FeatureType type, int present) {
        Column.Builder lengths = Column.newBuilder();
        int count = present;
        if (type.kind() == FeatureType.Kind.LIST) {
            count = 0;
            for (int i = 0; i < present; i++) {
                int length = random.nextInt(4);
                lengths.addLengths(length);
                count += length;
            }
        } else if (!type.isScalar()) {
            count = present * type.length();
        }
        FeatureType scalar = type.isScalar() ? type : type.element();
        int first = random.nextInt(4) == 0 ? random.nextInt(count + 1) : count;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(chunk(scalar, first));
        out.writeBytes(lengths.build().toByteArray());
        out.writeBytes(chunk(scalar, count - first));
        return out.toByteArray();
    }

    private byte[] chunk(FeatureType type, int count) {
        Column.Builder column = Column.newBuilder();
        ByteArrayOutputStream apart = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(apart);
        boolean packed = random.nextInt(5) > 0;
        try {
            for (int i = 0; i < count; i++) {
                switch (type.kind()) {
                    case BOOL -> {
                        boolean value = random.nextBoolean();
                        column.addBools(value);
                        out.writeBool(6, value);
                    }
                    case INT32 -> {
                        int value = random.nextBoolean() ? random.nextInt() : INT32S[random.nextInt(INT32S.length)];
                        column.addInt32S(value);
                        out.writeSInt32(7, value);
                    }
                    case INT64, TIMESTAMP -> {
                        long value = int64();
                        column.addInt64S(value);
                        out.writeSFixed64(8, value);
                    }
                    case FLOAT32 -> {
                        float value =
                                random.nextBoolean() ? random.nextFloat() : FLOAT32S[random.nextInt(FLOAT32S.length)];
                        column.addFloats(value);
                        out.writeFloat(9, value);
                    }
                    case FLOAT64 -> {
                        double value = random.nextBoolean()
                                ? random.nextGaussian()
                                : FLOAT64S[random.nextInt(FLOAT64S.length)];
                        column.addDoubles(value);
                        out.writeDouble(10, value);
                    }
                    case STRING -> {
                        String value = TEXTS[random.nextInt(TEXTS.length)];
                        column.addStrings(value);
                        out.writeString(11, value);
                    }
                    default -> {
                        byte[] value = TEXTS[random.nextInt(TEXTS.length)].getBytes(StandardCharsets.UTF_16);
                        column.addByteStrings(ByteString.copyFrom(value));
                        out.writeByteArray(12, value);
                    }
                }
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed ? column.build().toByteArray() : apart.toByteArray();
    }

    private long int64() {
        return random.nextBoolean() ? random.nextLong() : INT64S[random.nextInt(INT64S.length)];
    }

    private byte[] shuffled(List<byte[]> pieces) {
        if (random.nextInt(3) == 0) {
            Collections.shuffle(pieces, random);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pieces.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] nested(int field, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RandomReplies.field(out, field, content);
        return out.toByteArray();
    }
}
