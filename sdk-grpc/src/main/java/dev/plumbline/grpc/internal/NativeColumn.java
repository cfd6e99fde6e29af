package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureView;

/** Reads a plumbline.v1.Column into the rows. Not thread-safe. */
final class NativeColumn {
    private static final int FEATURE_TAG = 1 << 3 | WireReader.VARINT;
    private static final int TYPE_TAG = 2 << 3 | WireReader.VARINT;
    private static final int LENGTH_TAG = 3 << 3 | WireReader.VARINT;
    private static final int STATES_TAG = 4 << 3 | WireReader.LENGTH;
    private static final int LENGTHS = 5;
    private static final int FIRST_OF_VALUES = 6;

    private final WireReader wire;
    private final FeatureView view;
    private final int[] numbers;
    private final NativeRows rows;
    private final NativeScalars scalars;
    private final NativeLists lists;
    private long skipped;
    private int feature;
    private int type;
    private int length;
    private int statesFrom;
    private int statesLength;
    private int lengthsFrom;
    private int valuesFrom;

    /** Reads columns of a view, whose features have these types in the contract's numbers. */
    NativeColumn(WireReader wire, FeatureView view, int[] numbers, NativeRows rows) {
        this.wire = wire;
        this.view = view;
        this.numbers = numbers;
        this.rows = rows;
        var texts = new TextCache(wire);
        this.scalars = new NativeScalars(wire, rows, texts);
        this.lists = new NativeLists(wire, rows, texts);
    }

    /** Returns how many cells came that the view does not name. */
    long skipped() {
        return skipped;
    }

    /** Reads the column that fills the part being read. */
    void read() throws MalformedReplyException {
        int to = wire.limit;
        readHead(to);
        if (feature < 0 || feature >= numbers.length) {
            skipped += rows.count();
            return;
        }
        requireFirst();
        if (statesLength > 0) {
            rows.putStates(feature, wire.bytes, statesFrom);
        }
        if (!NativeTypes.isKnown(type)) {
            refusePresent();
            return;
        }
        requireType();
        if (type < NativeTypes.LIST) {
            scalars.read(feature, type, statesLength == 0, valuesFrom, to);
        } else if (type < NativeTypes.VECTOR) {
            lists.readLists(feature, type - NativeTypes.LIST, LENGTHS, lengthsFrom, valuesFrom, to);
        } else {
            lists.readVectors(feature, type - NativeTypes.VECTOR, length, valuesFrom, to);
        }
    }

    private void readHead(int to) throws MalformedReplyException {
        feature = 0;
        type = 0;
        length = 0;
        statesLength = 0;
        lengthsFrom = to;
        valuesFrom = to;
        while (wire.hasMore()) {
            int start = wire.position;
            int tag = wire.tag();
            switch (tag) {
                case FEATURE_TAG -> feature = wire.varint32();
                case TYPE_TAG -> type = wire.varint32();
                case LENGTH_TAG -> length = wire.varint32();
                case STATES_TAG -> {
                    statesLength = wire.length();
                    statesFrom = wire.position;
                    wire.position += statesLength;
                }
                default -> {
                    int field = tag >>> 3;
                    if (field == LENGTHS && lengthsFrom == to) {
                        lengthsFrom = start;
                    } else if (field >= FIRST_OF_VALUES && valuesFrom == to) {
                        valuesFrom = start;
                    }
                    wire.skip(tag);
                }
            }
        }
        if (statesLength != 0 && statesLength != rows.count()) {
            throw wire.malformed("a column of " + statesLength + " states for " + rows.count() + " rows");
        }
    }

    private void requireFirst() throws MalformedReplyException {
        if (!rows.fill(feature)) {
            throw new MalformedReplyException(culprit() + " has two columns");
        }
    }

    private void refusePresent() {
        for (int row = 0; row < rows.count(); row++) {
            if (rows.isPresent(row, feature)) {
                rows.refuse(row, feature);
            }
        }
    }

    private void requireType() throws MalformedReplyException {
        int declared = view.type(feature).length();
        if (type != numbers[feature] || (type > NativeTypes.VECTOR && length != declared)) {
            throw new MalformedReplyException(culprit() + " is " + view.type(feature) + ", but the server sends "
                    + NativeTypes.name(type, length) + ": declare it so, or change it there");
        }
    }

    private String culprit() {
        return "view '" + view.name() + "': feature '" + view.featureNames().get(feature) + "'";
    }
}
