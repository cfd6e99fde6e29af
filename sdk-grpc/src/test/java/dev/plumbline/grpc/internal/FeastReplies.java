package dev.plumbline.grpc.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import feasttypes.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Views, keys and Feast's replies of random shape; values are encoded by generated classes, columns also in odd ways. */
final class FeastReplies {
    private static final List<FeatureType> TYPES = List.of(
            FeatureType.BOOL,
            FeatureType.INT32,
            FeatureType.INT64,
            FeatureType.FLOAT32,
            FeatureType.FLOAT64,
            FeatureType.STRING,
            FeatureType.BYTES,
            FeatureType.TIMESTAMP,
            FeatureType.listOf(FeatureType.BOOL),
            FeatureType.listOf(FeatureType.INT32),
            FeatureType.listOf(FeatureType.INT64),
            FeatureType.listOf(FeatureType.FLOAT32),
            FeatureType.listOf(FeatureType.FLOAT64),
            FeatureType.listOf(FeatureType.STRING),
            FeatureType.listOf(FeatureType.BYTES),
            FeatureType.listOf(FeatureType.TIMESTAMP),
            FeatureType.vectorOf(FeatureType.FLOAT32, 3),
            FeatureType.vectorOf(FeatureType.FLOAT64, 2));
    private static final long[] TIMES = {0, 0, 1, -5, Long.MIN_VALUE, 1_700_000_000, 1_700_000_001, Long.MAX_VALUE};

    private final Random random;
    private final FeastValues values;
    private final ViewBinding binding;
    private final List<EntityKey> keys;
    private final byte[] reply;

    FeastReplies(long seed) {
        this.random = new Random(seed);
        this.values = new FeastValues(random);
        FeatureView view = view();
        ViewBinding names = ViewBinding.of(view);
        for (String feature : view.featureNames()) {
            if (random.nextInt(6) == 0) {
                names = names.withServerName(feature, "other:" + feature);
            }
        }
        this.binding = names;
        this.keys = someKeys();
        this.reply = someReply();
    }

    ViewBinding binding() {
        return binding;
    }

    List<EntityKey> keys() {
        return keys;
    }

    byte[] reply() {
        return reply;
    }

    private FeatureView view() {
        FeatureView.Builder view = FeatureView.builder("v", "k", "l");
        int size = 1 + random.nextInt(10);
        for (int i = 0; i < size; i++) {
            view.feature("feature_" + i, TYPES.get(random.nextInt(TYPES.size())));
        }
        return view.build();
    }

    private List<EntityKey> someKeys() {
        List<EntityKey> some = new ArrayList<>();
        int size = 1 + random.nextInt(8);
        boolean texts = random.nextBoolean();
        String[] letters = {"a", "B", "é", "東", "\uFFFD", "😀"};
        for (int i = 0; i < size; i++) {
            String text = letters[random.nextInt(letters.length)] + random.nextInt(5);
            long number = random.nextBoolean() ? random.nextLong() : random.nextInt(5) - 2;
            some.add(EntityKey.composite(texts ? text : (Object) number, number >>> 60));
        }
        return some.stream().distinct().toList();
    }

    private byte[] someReply() {
        List<String> names = new ArrayList<>();
        List<FeatureType> types = new ArrayList<>();
        int form = random.nextInt(5);
        for (int slot = 0; slot < binding.view().size(); slot++) {
            if (slot == 0 || random.nextInt(12) > 0) {
                names.add(name(binding.serverNames().get(slot), form));
                types.add(binding.view().type(slot));
            }
        }
        if (random.nextInt(3) == 0) {
            names.add(0, "l");
            names.add(0, "k");
            types.add(0, FeatureType.INT64);
            types.add(0, FeatureType.STRING);
        }
        if (random.nextInt(4) == 0) {
            names.add("nobody_asked");
            types.add(FeatureType.FLOAT64);
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            order.add(i);
        }
        if (random.nextBoolean()) {
            Collections.shuffle(order, random);
        }
        return encoded(names, types, order);
    }

    private String name(String serverName, int form) {
        String reference = serverName.contains(":") ? serverName : "v:" + serverName;
        int as = form == 4 ? random.nextInt(4) : form;
        return switch (as) {
            case 0 -> reference.substring(reference.indexOf(':') + 1);
            case 1 -> reference;
            case 2 -> reference.replace(":", "__");
            default -> reference.replace(":", "@v2__");
        };
    }

    private byte[] encoded(List<String> names, List<FeatureType> types, List<Integer> order) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        ByteArrayOutputStream columns = new ByteArrayOutputStream();
        boolean shared = random.nextInt(4) > 0;
        byte[] times = times();
        int parted = random.nextInt(20) == 0 ? random.nextInt(order.size()) : -1;
        ByteArrayOutputStream metadata = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int place = 0; place < order.size(); place++) {
            int column = order.get(place);
            RandomReplies.field(list, 1, names.get(column).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (place == parted) {
                RandomReplies.field(metadata, 1, list.toByteArray());
                list.reset();
                if (random.nextBoolean()) {
                    RandomReplies.field(out, 1, metadata.toByteArray());
                    metadata.reset();
                }
            }
            unknown(columns);
            RandomReplies.field(columns, 2, column(types.get(column), shared ? times : times()));
        }
        RandomReplies.field(metadata, 1, list.toByteArray());
        unknown(metadata);
        boolean last = random.nextInt(10) == 0;
        if (!last) {
            RandomReplies.field(out, 1, metadata.toByteArray());
        }
        out.writeBytes(columns.toByteArray());
        if (last) {
            RandomReplies.field(out, 1, metadata.toByteArray());
        }
        return out.toByteArray();
    }

    private byte[] column(FeatureType type, byte[] times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream statuses = new ByteArrayOutputStream();
        boolean packed = random.nextInt(10) > 0;
        boolean timesFirst = random.nextInt(20) == 0;
        int told = random.nextInt(8) == 0 ? random.nextInt(keys.size() + 1) : keys.size();
        if (timesFirst) {
            out.writeBytes(times);
        }
        for (int i = 0; i < keys.size(); i++) {
            int status = random.nextInt(4) > 0 ? 1 : random.nextInt(60) == 0 ? 257 : random.nextInt(6);
            RandomReplies.field(out, 1, value(type, status));
            unknown(out);
            if (i < told) {
                if (packed) {
                    varint(statuses, status);
                } else {
                    out.write(2 << 3);
                    varint(out, status);
                }
            }
        }
        if (packed) {
            RandomReplies.field(out, 2, statuses.toByteArray());
        }
        unknown(out);
        if (!timesFirst) {
            out.writeBytes(times);
        }
        return out.toByteArray();
    }

    private byte[] value(FeatureType type, int status) {
        boolean bare = status == 3 ? random.nextInt(4) > 0 : random.nextInt(8) == 0;
        if (bare) {
            return new byte[0];
        }
        Value some = values.some(type);
        // Now and then a value of two kinds, of which the last one holds, or two lists, which are joined.
        return random.nextInt(15) > 0
                ? some.toByteArray()
                : some.toByteString()
                        .concat(values.some(type).toByteString())
                        .concat(random.nextBoolean() ? unknownFields() : ByteString.EMPTY)
                        .toByteArray();
    }

    private byte[] times() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int told = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> random.nextInt(keys.size() + 1);
            default -> keys.size();
        };
        for (int i = 0; i < told; i++) {
            RandomReplies.field(
                    out,
                    3,
                    com.google.protobuf.Timestamp.newBuilder()
                            .setSeconds(TIMES[random.nextInt(TIMES.length)])
                            .setNanos(random.nextInt(4) == 0 ? random.nextInt() : 0)
                            .build()
                            .toByteArray());
        }
        return out.toByteArray();
    }

    private void unknown(ByteArrayOutputStream out) {
        if (random.nextInt(20) == 0) {
            out.writeBytes(unknownFields().toByteArray());
        }
    }

    private ByteString unknownFields() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        60 + random.nextInt(3000),
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(random.nextLong())
                                .addLengthDelimited(ByteString.copyFromUtf8("unknown"))
                                .build())
                .build()
                .toByteString();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        try {
            CodedOutputStream coded = CodedOutputStream.newInstance(out);
            coded.writeUInt32NoTag(value);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
