package dev.plumbline.cache.tiered;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import java.util.Objects;

/** Puts a row into an {@link Envelope}. */
final class EnvelopeWriter {
    private EnvelopeWriter() {}

    /**
     * Returns an entry.
     *
     * @param ttlSeconds what memcached is told
     * @param compressAbove compresses a body of more octets than this; 0 compresses none
     */
    static byte[] write(byte[] canonicalKey, FeatureRow row, int ttlSeconds, int compressAbove) {
        FeatureView view = row.view();
        ByteSink out = new ByteSink(Envelope.LEAST_OCTETS + canonicalKey.length + 9 * view.size());
        out.putShort(Envelope.MAGIC);
        out.putByte(Envelope.FORMAT);
        out.putByte(0);
        out.putInt(0);
        out.putLong(view.schemaHash());
        out.putLong(row.receivedMicros());
        out.putInt(ttlSeconds);
        out.putInt(0);
        out.putLong(row.eventTimeMicros());
        out.putLong(row.dataVersion());
        out.putCounted(canonicalKey);
        int bodyAt = out.size();
        putCells(out, row);
        int bodyOctets = out.size() - bodyAt;
        int flags = row.status() == RowStatus.NOT_FOUND ? Envelope.NOT_FOUND : 0;
        if (compressAbove > 0 && bodyOctets > compressAbove && bodyOctets <= Envelope.MOST_BODY_OCTETS) {
            flags |= out.deflateFrom(bodyAt) ? Envelope.COMPRESSED : 0;
        }
        out.putByteAt(Envelope.FLAGS_AT, flags);
        out.putIntAt(Envelope.BODY_LENGTH_AT, bodyOctets);
        out.putIntAt(Envelope.LENGTH_AT, out.size() + Envelope.CHECKSUM_OCTETS);
        out.putInt(Envelope.checksum(out.written()));
        return out.toByteArray();
    }

    private static void putCells(ByteSink out, FeatureRow row) {
        FeatureView view = row.view();
        int slots = view.size();
        out.putInt(slots);
        for (int slot = 0; slot < slots; slot++) {
            out.putByte(row.storedState(slot).code());
        }
        for (int slot = 0; slot < slots; slot++) {
            out.putLong(row.bits(slot));
        }
        for (int slot = 0; slot < slots; slot++) {
            if (row.storedState(slot) == ValueState.PRESENT) {
                putObject(out, view.type(slot), row, slot);
            }
        }
    }

    private static void putObject(ByteSink out, FeatureType type, FeatureRow row, int slot) {
        switch (type.kind()) {
            case BOOL, INT32, INT64, FLOAT32, FLOAT64, TIMESTAMP -> {
                // Its bits are all there is.
            }
            case STRING -> out.putText((String) object(row, slot));
            case BYTES -> out.putCounted((byte[]) object(row, slot));
            case LIST, VECTOR -> putElements(out, type.element().kind(), object(row, slot));
        }
    }

    private static Object object(FeatureRow row, int slot) {
        return Objects.requireNonNull(row.object(slot), "a present cell of an object type has an object");
    }

    private static void putElements(ByteSink out, FeatureType.Kind element, Object values) {
        switch (element) {
            case BOOL -> {
                boolean[] bools = (boolean[]) values;
                out.putInt(bools.length);
                for (boolean value : bools) {
                    out.putByte(value ? 1 : 0);
                }
            }
            case INT32 -> {
                int[] ints = (int[]) values;
                out.putInt(ints.length);
                for (int value : ints) {
                    out.putInt(value);
                }
            }
            case INT64, TIMESTAMP -> {
                long[] longs = (long[]) values;
                out.putInt(longs.length);
                for (long value : longs) {
                    out.putLong(value);
                }
            }
            case FLOAT32 -> {
                float[] floats = (float[]) values;
                out.putInt(floats.length);
                for (float value : floats) {
                    out.putInt(Float.floatToRawIntBits(value));
                }
            }
            case FLOAT64 -> {
                double[] doubles = (double[]) values;
                out.putInt(doubles.length);
                for (double value : doubles) {
                    out.putLong(Double.doubleToRawLongBits(value));
                }
            }
            case STRING -> {
                String[] texts = (String[]) values;
                out.putInt(texts.length);
                for (String value : texts) {
                    out.putText(value);
                }
            }
            case BYTES -> {
                byte[][] octets = (byte[][]) values;
                out.putInt(octets.length);
                for (byte[] value : octets) {
                    out.putCounted(value);
                }
            }
            case LIST, VECTOR -> throw new IllegalStateException("lists do not nest");
        }
    }
}
