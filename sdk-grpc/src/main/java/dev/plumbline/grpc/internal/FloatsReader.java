package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;

/**
 * Reads the entries of a map of floats into a row. A BOOL takes 0 and 1. The view's next feature is tried first, at the
 * cost of one comparison; else the name is looked up. Not thread-safe.
 */
final class FloatsReader {
    private static final int VALUE_TAG = 2 << 3 | WireReader.FIXED32;
    private static final int VALUE_SIZE = 4;

    private final WireReader wire;
    private final FeatureNames names;
    private final FeatureView view;
    private final FeatureRowBuilder row;
    private int next;
    private long skipped;

    FloatsReader(WireReader wire, FeatureNames names, FeatureView view, FeatureRowBuilder row) {
        this.wire = wire;
        this.names = names;
        this.view = view;
        this.row = row;
    }

    /** Returns how many features were named that the view does not have. */
    long skipped() {
        return skipped;
    }

    /** Puts the entry of which the length comes next. */
    void read() throws MalformedReplyException {
        int length = wire.length();
        int prefix = names.prefixLength(next);
        int slot = next;
        if (length == prefix + VALUE_SIZE && names.begins(slot, wire.bytes, wire.position, prefix)) {
            wire.position += prefix;
            put(slot, wire.float32());
        } else {
            slot = readAny(length);
        }
        if (slot >= 0) {
            next = slot + 1 == names.count() ? 0 : slot + 1;
        }
    }

    /** Reads an entry of any form: parts may lack, come in any order and more than once. */
    private int readAny(int length) throws MalformedReplyException {
        int outer = wire.limit;
        wire.limit = wire.position + length;
        int keyFrom = wire.position;
        int keyLength = 0;
        float value = 0;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == EntryReader.KEY_TAG) {
                keyLength = wire.length();
                keyFrom = wire.position;
                wire.position += keyLength;
            } else if (tag == VALUE_TAG) {
                value = wire.float32();
            } else {
                wire.skip(tag);
            }
        }
        wire.limit = outer;
        int slot = names.find(wire.bytes, keyFrom, keyLength);
        if (slot < 0) {
            skipped++;
        } else {
            put(slot, value);
        }
        return slot;
    }

    private void put(int slot, float value) {
        if (view.type(slot).kind() != FeatureType.Kind.BOOL) {
            row.putFloat32(slot, value);
        } else if (value == 0 || value == 1) {
            row.putBool(slot, value == 1);
        } else {
            row.putState(slot, ValueState.ERROR);
        }
    }
}
