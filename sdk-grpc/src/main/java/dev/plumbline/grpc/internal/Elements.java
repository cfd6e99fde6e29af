package dev.plumbline.grpc.internal;

/**
 * Walks through the elements of one repeated field of a message, one after the other: packed in one piece or in several,
 * or not packed, with other fields in between. Not thread-safe.
 */
final class Elements {
    private final WireReader wire;
    private int field;
    private int wireType;
    private int end;

    /** Where the piece being read ends, or the position at most if it was read to its end. */
    private int pieceEnd;

    Elements(byte[] bytes) {
        this.wire = new WireReader(bytes, 0);
    }

    /** Goes to the start of a field in the part from one octet to another, which is known to lie inside. */
    void open(int newField, int newWireType, int from, int to) {
        field = newField;
        wireType = newWireType;
        end = to;
        pieceEnd = from;
        wire.seek(from, to);
    }

    /** Tells whether there is another element, and goes to it. */
    boolean hasMore() throws MalformedReplyException {
        return wire.position < pieceEnd || findNext();
    }

    private boolean findNext() throws MalformedReplyException {
        wire.limit = end;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag >>> 3 != field) {
                wire.skip(tag);
                continue;
            }
            int type = tag & 7;
            if (type == wireType) {
                // A piece of one element, however long that is.
                pieceEnd = wire.position + 1;
                return true;
            }
            if (type != WireReader.LENGTH) {
                wire.skip(tag);
                continue;
            }
            int length = wire.length();
            if (length > 0) {
                pieceEnd = wire.position + length;
                wire.limit = pieceEnd;
                return true;
            }
        }
        return false;
    }

    private void require() throws MalformedReplyException {
        if (wire.position >= pieceEnd && !findNext()) {
            throw wire.malformed("field " + field + " has fewer values than there are cells for it");
        }
    }

    /** Checks that all was read. */
    void requireEnd() throws MalformedReplyException {
        if (hasMore()) {
            throw wire.malformed("field " + field + " has more values than there are cells for it");
        }
    }

    /** Checks that so many elements of so many octets or more may follow. Nothing is allocated for them before. */
    void requireRoom(long count, int octets) throws MalformedReplyException {
        if (count * octets > end - wire.position) {
            throw wire.malformed("field " + field + " has no room for the " + count + " elements of a cell");
        }
    }

    boolean bool() throws MalformedReplyException {
        require();
        return wire.varint64() != 0;
    }

    int uint32() throws MalformedReplyException {
        require();
        return wire.varint32();
    }

    int sint32() throws MalformedReplyException {
        int zigzag = uint32();
        return zigzag >>> 1 ^ -(zigzag & 1);
    }

    long int64() throws MalformedReplyException {
        require();
        return wire.varint64();
    }

    long fixed64() throws MalformedReplyException {
        require();
        int at = advance(8);
        return WireReader.int64(wire.bytes, at);
    }

    double float64() throws MalformedReplyException {
        return Double.longBitsToDouble(fixed64());
    }

    float float32() throws MalformedReplyException {
        require();
        int at = advance(4);
        return WireReader.float32(wire.bytes, at);
    }

    /** Moves over a text or octets and returns their length; they begin at {@link #start}. */
    int octets() throws MalformedReplyException {
        require();
        int length = wire.length();
        wire.position += length;
        pieceEnd = wire.position;
        return length;
    }

    /** Returns where what was moved over last begins. */
    int start(int length) {
        return wire.position - length;
    }

    void readAll(long[] into) throws MalformedReplyException {
        if (isInOnePiece(into.length, 8)) {
            int at = advance(8 * into.length);
            for (int i = 0; i < into.length; i++) {
                into[i] = WireReader.int64(wire.bytes, at + 8 * i);
            }
            return;
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = fixed64();
        }
    }

    void readAll(double[] into) throws MalformedReplyException {
        if (isInOnePiece(into.length, 8)) {
            int at = advance(8 * into.length);
            for (int i = 0; i < into.length; i++) {
                into[i] = WireReader.float64(wire.bytes, at + 8 * i);
            }
            return;
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = float64();
        }
    }

    void readAll(float[] into) throws MalformedReplyException {
        if (isInOnePiece(into.length, 4)) {
            int at = advance(4 * into.length);
            for (int i = 0; i < into.length; i++) {
                into[i] = WireReader.float32(wire.bytes, at + 4 * i);
            }
            return;
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = float32();
        }
    }

    /** Tells whether so many elements of so many octets are packed in one piece, or what is left of it. */
    boolean isInOnePiece(int count, int octets) throws MalformedReplyException {
        return count > 0 && hasMore() && pieceEnd - wire.position >= count * octets;
    }

    /** Moves over octets and returns where they begin. */
    int advance(int octets) throws MalformedReplyException {
        int at = wire.position;
        if (octets > wire.limit - at) {
            throw wire.malformed("a number without its end");
        }
        wire.position = at + octets;
        return at;
    }
}
