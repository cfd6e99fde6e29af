package dev.plumbline.testing.contract;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;

/** Writes rows anew, less well. */
final class Cells {
    private Cells() {}

    /** Writes one cell differently, or returns false. */
    @FunctionalInterface
    interface Change {
        boolean write(FeatureRowBuilder row, int slot, FeatureType type, ValueState state, long bits, Object object);
    }

    static FeatureRow changed(FeatureRow row, Change change) {
        return changed(row, row.receivedMicros(), row.eventTimeMicros(), row.dataVersion(), change);
    }

    static FeatureRow changed(FeatureRow row, long received, long eventTime, long version, Change change) {
        if (row.status() != RowStatus.PRESENT) {
            return row;
        }
        FeatureRowBuilder made = FeatureRow.builder(row.view(), received)
                .eventTimeMicros(eventTime)
                .dataVersion(version);
        for (int slot = 0; slot < row.view().size(); slot++) {
            ValueState state = row.storedState(slot);
            FeatureType type = row.view().type(slot);
            if (!change.write(made, slot, type, state, row.bits(slot), row.object(slot))) {
                copy(made, slot, type, state, row.bits(slot), row.object(slot));
            }
        }
        return made.build();
    }

    private static void copy(
            FeatureRowBuilder row, int slot, FeatureType type, ValueState state, long bits, Object object) {
        if (state != ValueState.PRESENT && state != ValueState.NAN) {
            row.putState(slot, state);
            return;
        }
        switch (type.kind()) {
            case BOOL -> row.putBool(slot, bits != 0);
            case INT32, INT64, TIMESTAMP -> row.putInt64(slot, bits);
            case FLOAT32, FLOAT64 -> row.putFloat64(slot, Double.longBitsToDouble(bits));
            case STRING -> row.putString(slot, (String) object);
            case BYTES -> row.putBytes(slot, (byte[]) object);
            default -> copyList(row, slot, object);
        }
    }

    private static void copyList(FeatureRowBuilder row, int slot, Object object) {
        if (object instanceof boolean[] bools) {
            row.putBools(slot, bools);
        } else if (object instanceof int[] numbers) {
            row.putInt64s(slot, java.util.Arrays.stream(numbers).asLongStream().toArray());
        } else if (object instanceof long[] numbers) {
            row.putInt64s(slot, numbers);
        } else if (object instanceof float[] numbers) {
            row.putFloat32s(slot, numbers);
        } else if (object instanceof double[] numbers) {
            row.putFloat64s(slot, numbers);
        } else if (object instanceof String[] texts) {
            row.putStrings(slot, texts);
        } else {
            row.putByteStrings(slot, (byte[][]) object);
        }
    }
}
