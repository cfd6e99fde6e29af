package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;

/**
 * Reads feature_store.FeatureSet into a row. Servers name the features of each row in the same order, so the one that
 * followed last time is tried first, at the cost of one comparison; else the name is looked up. Not thread-safe.
 */
final class FeatureSetReader {
    private static final int ENTRY_TAG = 1 << 3 | WireReader.LENGTH;

    private final WireReader wire;
    private final FeatureNames names;
    private final FeatureRowBuilder row;
    private final ValueReader value;
    private final EntryReader entry = new EntryReader();
    private final int[] followers;
    private long skipped;

    FeatureSetReader(WireReader wire, FeatureNames names, FeatureView view, FeatureRowBuilder row) {
        this.wire = wire;
        this.names = names;
        this.row = row;
        this.value = new ValueReader(wire, view);
        this.followers = new int[names.count() + 1];
        for (int i = 0; i < followers.length; i++) {
            followers[i] = i;
        }
        followers[names.count()] = 0;
    }

    /** Returns how many features were named that the view does not have. */
    long skipped() {
        return skipped;
    }

    /** Puts the features of a set that lies in the given part. */
    void read(int from, int to) throws MalformedReplyException {
        wire.seek(from, to);
        int previous = readScalars(0);
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag != ENTRY_TAG) {
                wire.skip(tag);
                continue;
            }
            int length = wire.length();
            int end = wire.position + length;
            int slot = followers[previous];
            int prefix = names.prefixLength(slot);
            if (prefix >= length
                    || !names.begins(slot, wire.bytes, wire.position, prefix)
                    || !readPredicted(slot, prefix, end)) {
                slot = readAny(length);
                if (slot < 0) {
                    continue;
                }
                followers[previous] = slot;
            }
            previous = readScalars(slot + 1);
        }
    }

    /** Reads short entries of one scalar that come as predicted, which most do, and leaves the first other one. */
    private int readScalars(int before) throws MalformedReplyException {
        byte[] bytes = wire.bytes;
        int end = wire.limit;
        int at = wire.position;
        int previous = before;
        while (end - at > 2 && bytes[at] == ENTRY_TAG) {
            int slot = followers[previous];
            int prefix = names.prefixLength(slot);
            int length = bytes[at + 1];
            int value = at + 2 + prefix;
            int size = length - prefix - 1;
            if (size < 2
                    || length > end - at - 2
                    || bytes[value] != size
                    || !names.begins(slot, bytes, at + 2, prefix)) {
                break;
            }
            if (size == ValueReader.NUMBER_SIZE && bytes[value + 1] == ValueReader.NUMBER_TAG) {
                row.putFloat64(slot, WireReader.float64(bytes, value + 2));
            } else if (!putOther(slot, bytes, value + 1, size)) {
                break;
            }
            at += 2 + length;
            previous = slot + 1;
        }
        wire.position = at;
        return previous;
    }

    /** Puts a value of fewer than 128 octets, at least two, if it is a text or a bool in its usual form. */
    private boolean putOther(int slot, byte[] bytes, int at, int size) throws MalformedReplyException {
        int tag = bytes[at];
        if (tag == ValueReader.TEXT_TAG && bytes[at + 1] == size - 2) {
            row.putString(slot, value.text(at + 2, size - 2));
            return true;
        }
        if (tag == ValueReader.BOOL_TAG && size == 2 && bytes[at + 1] >= 0) {
            row.putBool(slot, bytes[at + 1] != 0);
            return true;
        }
        return false;
    }

    /** Reads the value of an entry that begins as predicted; false, at the entry's start, if it does not end with it. */
    private boolean readPredicted(int slot, int prefix, int end) throws MalformedReplyException {
        int start = wire.position;
        int outer = wire.limit;
        wire.seek(start + prefix, end);
        int length = wire.length();
        if (wire.position + length != end) {
            wire.seek(start, outer);
            return false;
        }
        value.read(row, slot);
        wire.limit = outer;
        return true;
    }

    private int readAny(int length) throws MalformedReplyException {
        entry.read(wire, length);
        int slot = names.find(wire.bytes, entry.keyFrom, entry.keyLength);
        if (slot < 0) {
            skipped++;
            return slot;
        }
        int outer = wire.limit;
        if (entry.values <= 1) {
            wire.seek(entry.valueFrom, entry.valueTo);
            value.read(row, slot);
        } else {
            readMerged(slot);
        }
        wire.seek(entry.to, outer);
        return slot;
    }

    /** Protobuf joins several values of one entry as if they were one. */
    private void readMerged(int slot) throws MalformedReplyException {
        wire.seek(entry.from, entry.to);
        value.begin();
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == EntryReader.VALUE_TAG) {
                int length = wire.length();
                wire.limit = wire.position + length;
                value.merge(true);
                wire.limit = entry.to;
            } else {
                wire.skip(tag);
            }
        }
        value.put(row, slot);
    }
}
