package dev.plumbline.cache.tiered;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.feature.ValueState;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows out of {@link Envelope}s. It believes nothing: what is not the whole entry of the very key asked for, in
 * the view's schema, is counted and is no row. Nothing throws. Thread-safe.
 */
final class EnvelopeReader {
    private static final long MICROS_IN_SECOND = 1_000_000;
    private static final long MOST_MICROS_APART = 2 * MICROS_IN_SECOND;

    private final Rejections rejections;

    EnvelopeReader(Rejections rejections) {
        this.rejections = rejections;
    }

    /** Returns the row that was stored under the key, as its process says it, or null. */
    @Nullable FeatureRow read(byte[] canonicalKey, FeatureView view, StoredValue stored) {
        return read(canonicalKey, view, stored, -1, 0);
    }

    /**
     * Returns the row that was stored under the key, or null.
     *
     * @param secondsLeft how long memcached keeps it yet; -1 if that is unknown
     * @param nowMicros the time of day, for a row whose age by memcached's clock is not its age by this one
     */
    @Nullable FeatureRow read(byte[] canonicalKey, FeatureView view, StoredValue stored, int secondsLeft, long nowMicros) {
        byte[] data = stored.data();
        if (data.length == 0) {
            return rejected(Rejections.Reason.EMPTY);
        }
        if (stored.flags() != Envelope.MEMCACHED_FLAGS) {
            return rejected(Rejections.Reason.WRONG_FLAGS);
        }
        int end = data.length - Envelope.CHECKSUM_OCTETS;
        if (data.length < Envelope.LEAST_OCTETS
                || Envelope.checksum(ByteBuffer.wrap(data, 0, end))
                        != ByteBuffer.wrap(data).getInt(end)) {
            return rejected(Rejections.Reason.CORRUPT);
        }
        ByteSource in = new ByteSource(data, 0, end);
        int magicAndFormat = in.getInt();
        byte flags = (byte) magicAndFormat;
        if (magicAndFormat >>> 8 != (Envelope.MAGIC << 8 | Envelope.FORMAT) || in.getInt() != data.length) {
            return rejected(Rejections.Reason.CORRUPT);
        }
        if (in.getLong() != view.schemaHash()) {
            return rejected(Rejections.Reason.WRONG_SCHEMA);
        }
        long receivedMicros = in.getLong();
        int ttlSeconds = in.getInt();
        int bodyOctets = in.getInt();
        long eventTimeMicros = in.getLong();
        long dataVersion = in.getLong();
        if (!in.nextCountedIs(canonicalKey)) {
            return rejected(in.isSound() ? Rejections.Reason.WRONG_KEY : Rejections.Reason.CORRUPT);
        }
        ByteSource body = body(data, end - in.remaining(), end, flags, bodyOctets);
        if (body == null || ttlSeconds < 0) {
            return rejected(Rejections.Reason.CORRUPT);
        }
        long received = received(receivedMicros, ttlSeconds, secondsLeft, nowMicros);
        FeatureRow row = readRow(body, view, eventTimeMicros, dataVersion, received);
        if (row == null || (flags & ~Envelope.COMPRESSED) != flags(row)) {
            return rejected(Rejections.Reason.CORRUPT);
        }
        return row;
    }

    private static int flags(FeatureRow row) {
        return row.status() == RowStatus.NOT_FOUND ? Envelope.NOT_FOUND : 0;
    }

    private static @Nullable ByteSource body(byte[] data, int from, int end, byte flags, int octets) {
        if ((flags & Envelope.COMPRESSED) == 0) {
            return octets == end - from ? new ByteSource(data, from, end) : null;
        }
        byte[] inflated = Compression.inflate(data, from, end - from, octets);
        return inflated == null ? null : new ByteSource(inflated, 0, inflated.length);
    }

    /**
     * Returns when the origin answered. The clocks of two processes may differ; memcached's has told both how long ago the
     * entry was stored, in whole seconds.
     */
    private static long received(long receivedMicros, int ttlSeconds, int secondsLeft, long nowMicros) {
        if (secondsLeft < 0) {
            return receivedMicros;
        }
        long ageMicros = Math.max(0, ttlSeconds - secondsLeft) * MICROS_IN_SECOND;
        long apart = nowMicros - receivedMicros - ageMicros;
        return apart >= -MOST_MICROS_APART && apart <= MOST_MICROS_APART ? receivedMicros : nowMicros - ageMicros;
    }

    private static @Nullable FeatureRow readRow(
            ByteSource in, FeatureView view, long eventTimeMicros, long dataVersion, long receivedMicros) {
        int slots = in.getCount(1 + Long.BYTES);
        if (slots != view.size()) {
            return null;
        }
        byte[] states = in.getRaw(slots);
        long[] bits = in.getLongs(slots);
        @Nullable Object[] objects = null;
        for (int slot = 0; slot < slots && !in.isAtEnd(); slot++) {
            FeatureType type = view.type(slot);
            if (states[slot] == ValueState.PRESENT.code() && ObjectReader.isObject(type)) {
                objects = objects == null ? new Object[slots] : objects;
                objects[slot] = ObjectReader.read(in, type);
            }
        }
        if (!in.isSound() || !in.isAtEnd()) {
            return null;
        }
        try {
            FeatureRow row =
                    FeatureRow.ofCells(view, states, bits, objects, eventTimeMicros, dataVersion, receivedMicros);
            return ObjectReader.hasAll(row) ? row : null;
        } catch (IllegalArgumentException noStoredState) {
            return null;
        }
    }

    private @Nullable FeatureRow rejected(Rejections.Reason reason) {
        rejections.count(reason);
        return null;
    }
}
