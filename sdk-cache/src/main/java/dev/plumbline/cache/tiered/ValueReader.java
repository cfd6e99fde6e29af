package dev.plumbline.cache.tiered;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;

/** Moves one cell's value from an {@link Envelope} into a row. A value that cannot be makes the cell another state. */
final class ValueReader {
    /** The length that precedes each text or octet string. */
    private static final int COUNT_OCTETS = 4;

    private ValueReader() {}

    static void read(ByteSource in, FeatureType type, FeatureRowBuilder row, int slot) {
        switch (type.kind()) {
            case BOOL -> row.putBool(slot, in.getByte() != 0);
            case INT32 -> row.putInt64(slot, in.getInt());
            case FLOAT32 -> row.putFloat32(slot, Float.intBitsToFloat(in.getInt()));
            case INT64, TIMESTAMP -> row.putInt64(slot, in.getLong());
            case FLOAT64 -> row.putFloat64(slot, Double.longBitsToDouble(in.getLong()));
            case STRING -> row.putString(slot, in.getText());
            case BYTES -> row.putBytes(slot, in.getCounted());
            case LIST, VECTOR -> readElements(in, type.element().kind(), row, slot);
        }
    }

    private static void readElements(ByteSource in, FeatureType.Kind element, FeatureRowBuilder row, int slot) {
        switch (element) {
            case BOOL -> {
                boolean[] values = new boolean[in.getCount(1)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getByte() != 0;
                }
                row.putBools(slot, values);
            }
            case INT32 -> {
                long[] values = new long[in.getCount(4)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getInt();
                }
                row.putInt64s(slot, values);
            }
            case INT64, TIMESTAMP -> {
                long[] values = new long[in.getCount(8)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getLong();
                }
                row.putInt64s(slot, values);
            }
            case FLOAT32 -> {
                float[] values = new float[in.getCount(4)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(in.getInt());
                }
                row.putFloat32s(slot, values);
            }
            case FLOAT64 -> {
                double[] values = new double[in.getCount(8)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.longBitsToDouble(in.getLong());
                }
                row.putFloat64s(slot, values);
            }
            case STRING -> {
                String[] values = new String[in.getCount(COUNT_OCTETS)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getText();
                }
                row.putStrings(slot, values);
            }
            case BYTES -> {
                byte[][] values = new byte[in.getCount(COUNT_OCTETS)][];
                for (int i = 0; i < values.length; i++) {
                    values[i] = in.getCounted();
                }
                row.putByteStrings(slot, values);
            }
            case LIST, VECTOR -> throw new IllegalStateException("lists do not nest");
        }
    }
}
