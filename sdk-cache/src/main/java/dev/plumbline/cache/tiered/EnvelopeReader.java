package dev.plumbline.cache.tiered;

import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
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
    private final Rejections rejections;

    EnvelopeReader(Rejections rejections) {
        this.rejections = rejections;
    }

    /** Returns the row that was stored under the key, or null. */
    @Nullable FeatureRow read(byte[] canonicalKey, FeatureView view, StoredValue stored) {
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
        if (magicAndFormat >>> 8 != (Envelope.MAGIC << 8 | Envelope.FORMAT) || in.getInt() != data.length) {
            return rejected(Rejections.Reason.CORRUPT);
        }
        if (in.getLong() != view.schemaHash()) {
            return rejected(Rejections.Reason.WRONG_SCHEMA);
        }
        FeatureRowBuilder row = FeatureRow.builder(view, in.getLong());
        long ttlMillis = in.getLong();
        row.eventTimeMicros(in.getLong()).dataVersion(in.getLong());
        if (!in.nextCountedIs(canonicalKey)) {
            return rejected(in.isSound() ? Rejections.Reason.WRONG_KEY : Rejections.Reason.CORRUPT);
        }
        FeatureRow read = ttlMillis < 0 ? null : readCells(in, view, row, (byte) magicAndFormat);
        return read == null ? rejected(Rejections.Reason.CORRUPT) : read;
    }

    private static @Nullable FeatureRow readCells(
            ByteSource in, FeatureView view, FeatureRowBuilder builder, byte rowFlags) {
        int slots = in.getCount(1);
        if (slots != view.size()) {
            return null;
        }
        byte[] states = in.getRaw(slots);
        for (int slot = 0; slot < slots; slot++) {
            byte state = states[slot];
            if (state == ValueState.PRESENT.code() || state == ValueState.NAN.code()) {
                ValueReader.read(in, view.type(slot), builder, slot);
            } else if (state == ValueState.NULL.code()) {
                builder.putState(slot, ValueState.NULL);
            }
        }
        if (!in.isSound() || !in.isAtEnd()) {
            return null;
        }
        FeatureRow row = builder.build();
        for (int slot = 0; slot < slots; slot++) {
            if (row.storedState(slot).code() != states[slot]) {
                return null;
            }
        }
        byte expectedFlags = row.status() == RowStatus.NOT_FOUND ? Envelope.NOT_FOUND : 0;
        return rowFlags == expectedFlags ? row : null;
    }

    private @Nullable FeatureRow rejected(Rejections.Reason reason) {
        rejections.count(reason);
        return null;
    }
}
