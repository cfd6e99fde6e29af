package dev.plumbline.grpc.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import plumbline.v1.Column;
import plumbline.v1.GetFeaturesResponse;

/** Reads valid replies of plumbline.v1 by generated classes: slow and plain. */
final class NativeReference {
    private NativeReference() {}

    static List<FeatureRow> rows(FeatureView view, int count, byte[] reply, long receivedMicros)
            throws InvalidProtocolBufferException {
        GetFeaturesResponse response = GetFeaturesResponse.parseFrom(reply);
        List<Cells> columns = new ArrayList<>();
        for (Column column : response.getColumnsList()) {
            if (column.getFeature() >= 0 && column.getFeature() < view.size()) {
                columns.add(new Cells(column, view.type(column.getFeature())));
            }
        }
        Iterator<Long> times = response.getEventTimesList().iterator();
        Iterator<Long> versions = response.getDataVersionsList().iterator();
        List<FeatureRow> rows = new ArrayList<>();
        int answered = 0;
        for (int i = 0; i < count; i++) {
            int state = state(response.getRowStates(), i);
            if (state == 0) {
                FeatureRowBuilder row = FeatureRow.builder(view, receivedMicros);
                for (Cells column : columns) {
                    column.put(row, answered);
                }
                if (times.hasNext()) {
                    row.eventTimeMicros(times.next());
                }
                if (versions.hasNext()) {
                    row.dataVersion(versions.next());
                }
                rows.add(row.build());
                answered++;
            } else if (state == 1) {
                rows.add(FeatureRow.notFound(view, receivedMicros));
            } else {
                rows.add(FeatureRow.failed(view, new IllegalStateException("failed"), receivedMicros));
            }
        }
        return rows;
    }

    private static int state(ByteString states, int row) {
        return states.isEmpty() ? 0 : states.byteAt(row) & 0xFF;
    }

    /** A column, read row by row. */
    private static final class Cells {
        private final Column column;
        private final FeatureType type;
        private int cell;
        private int next;

        Cells(Column column, FeatureType type) {
            this.column = column;
            this.type = type;
        }

        void put(FeatureRowBuilder row, int answered) {
            int slot = column.getFeature();
            int state = state(column.getStates(), answered);
            if (state == 0 && column.getTypeValue() == NativeTypes.number(type)) {
                if (type.isScalar()) {
                    putScalar(row, slot, next++);
                } else {
                    putList(row, slot);
                }
            } else {
                row.putState(slot, state == 1 ? ValueState.NULL : state == 2 ? ValueState.NOT_FOUND : ValueState.ERROR);
            }
        }

        private void putScalar(FeatureRowBuilder row, int slot, int at) {
            switch (type.kind()) {
                case BOOL -> row.putBool(slot, column.getBools(at));
                case INT32 -> row.putInt64(slot, column.getInt32S(at));
                case FLOAT32 -> row.putFloat32(slot, column.getFloats(at));
                case FLOAT64 -> row.putFloat64(slot, column.getDoubles(at));
                case STRING -> row.putString(slot, column.getStrings(at));
                case BYTES -> row.putBytes(slot, column.getByteStrings(at).toByteArray());
                default -> row.putInt64(slot, column.getInt64S(at));
            }
        }

        private void putList(FeatureRowBuilder row, int slot) {
            int from = next;
            int length = type.length() > 0 ? type.length() : column.getLengths(cell++);
            next += length;
            IntStream places = IntStream.range(from, next);
            Stream<Integer> boxed = IntStream.range(from, next).boxed();
            switch (type.element().kind()) {
                case BOOL -> {
                    boolean[] bools = new boolean[length];
                    boxed.forEach(at -> bools[at - from] = column.getBools(at));
                    row.putBools(slot, bools);
                }
                case INT32 ->
                    row.putInt64s(slot, places.mapToLong(column::getInt32S).toArray());
                case FLOAT32 -> {
                    float[] floats = new float[length];
                    boxed.forEach(at -> floats[at - from] = column.getFloats(at));
                    row.putFloat32s(slot, floats);
                }
                case FLOAT64 ->
                    row.putFloat64s(slot, places.mapToDouble(column::getDoubles).toArray());
                case STRING ->
                    row.putStrings(slot, boxed.map(column::getStrings).toArray(String[]::new));
                case BYTES ->
                    row.putByteStrings(
                            slot,
                            boxed.map(at -> column.getByteStrings(at).toByteArray())
                                    .toArray(byte[][]::new));
                default ->
                    row.putInt64s(slot, places.mapToLong(column::getInt64S).toArray());
            }
        }
    }
}
