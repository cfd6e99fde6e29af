package dev.plumbline.grpc.internal;

/** The parts of one map entry, which may come in any order and, though no sane writer does it, more than once. */
final class EntryReader {
    static final int KEY_TAG = 1 << 3 | WireReader.LENGTH;
    static final int VALUE_TAG = 2 << 3 | WireReader.LENGTH;

    int from;
    int to;
    int keyFrom;
    int keyLength;
    int values;
    int valueFrom;
    int valueTo;

    /** Finds key and value of the entry that begins where the reader is, and goes past it. */
    void read(WireReader wire, int length) throws MalformedReplyException {
        int outer = wire.limit;
        from = wire.position;
        to = from + length;
        keyLength = 0;
        values = 0;
        valueFrom = to;
        valueTo = to;
        wire.limit = to;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == KEY_TAG) {
                keyLength = wire.length();
                keyFrom = wire.position;
                wire.position += keyLength;
            } else if (tag == VALUE_TAG) {
                int valueLength = wire.length();
                values++;
                valueFrom = wire.position;
                valueTo = valueFrom + valueLength;
                wire.position = valueTo;
            } else {
                wire.skip(tag);
            }
        }
        wire.limit = outer;
    }
}
