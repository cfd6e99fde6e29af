package dev.plumbline.grpc.internal;

import java.io.IOException;
import java.util.Arrays;

/** Which column of a reply is which feature, for one set of names. Immutable and thread-safe. */
final class FeastLayout {
    private static final int NAMES_TAG = 1 << 3 | WireReader.LENGTH;
    private static final int NAME_TAG = 1 << 3 | WireReader.LENGTH;

    private final byte[] metadata;
    private final int[] slots;
    private final int unnamed;

    private FeastLayout(byte[] metadata, int[] slots, int unnamed) {
        this.metadata = metadata;
        this.slots = slots;
        this.unnamed = unnamed;
    }

    /**
     * Reads the names of a reply's columns.
     *
     * @param metadata the reply's metadata, kept
     * @param columns how many columns the reply has
     * @throws IOException if the columns cannot be told apart
     */
    static FeastLayout read(byte[] metadata, int columns, FeastNames names, String view) throws IOException {
        int named = new Names(metadata).count();
        if (named != columns) {
            throw new IOException("it names " + named + " columns and has " + columns
                    + ", so no column can be told: Feast's server in Java does so where a feature service or a list of"
                    + " features holds on-demand views; read those from a server in Python or Go, or without them");
        }
        int[] slots = new int[columns];
        int[] ranks = new int[names.references().size()];
        int[] taken = new int[ranks.length];
        int unnamed = 0;
        int wanted = 0;
        Names all = new Names(metadata);
        for (int column = 0; column < columns; column++) {
            all.next();
            int form = names.find(metadata, all.from, all.length);
            int slot = form < 0 ? FeastNames.UNNAMED : names.slot(form);
            slots[column] = slot;
            if (slot == FeastNames.AMBIGUOUS) {
                throw new IOException("its column " + all.text() + " may be more than one feature of view '" + view
                        + "': set fullFeatureNames, or give each feature the server's name as view:feature");
            }
            if (slot < 0) {
                unnamed += slot == FeastNames.UNNAMED ? 1 : 0;
                continue;
            }
            int rank = names.rank(form);
            if (ranks[slot] == rank && rank == FeastNames.BARE) {
                throw new IOException("it has two columns " + all.text() + ": set fullFeatureNames to tell them apart");
            }
            if (ranks[slot] >= rank) {
                slots[column] = FeastNames.UNNAMED;
                unnamed++;
                continue;
            }
            if (ranks[slot] == 0) {
                wanted++;
            } else {
                slots[taken[slot]] = FeastNames.UNNAMED;
                unnamed++;
            }
            ranks[slot] = rank;
            taken[slot] = column;
        }
        if (wanted == 0) {
            throw new IOException("none of its " + columns + " columns is a feature of view '" + view
                    + "': check the view's name and the server's names of its features");
        }
        return new FeastLayout(metadata, slots, unnamed);
    }

    boolean isOf(byte[] bytes, int from, int to) {
        return Arrays.equals(metadata, 0, metadata.length, bytes, from, to);
    }

    /** Returns how many columns there are. */
    int columns() {
        return slots.length;
    }

    /** Returns the slot of a column, negative if the view does not have it. */
    int slot(int column) {
        return slots[column];
    }

    /** Returns how many columns are neither a feature of the view nor a join key. */
    int unnamed() {
        return unnamed;
    }

    /** Goes through the names; lists that come in parts are one list. */
    private static final class Names {
        private final WireReader wire;
        private final int end;
        private int from;
        private int length;

        Names(byte[] metadata) {
            wire = new WireReader(metadata, metadata.length);
            end = metadata.length;
            wire.limit = 0;
        }

        int count() throws MalformedReplyException {
            int count = 0;
            while (next()) {
                count++;
            }
            return count;
        }

        boolean next() throws MalformedReplyException {
            while (true) {
                if (wire.hasMore()) {
                    int tag = wire.tag();
                    if (tag == NAME_TAG) {
                        length = wire.length();
                        from = wire.position;
                        wire.position += length;
                        return true;
                    }
                    wire.skip(tag);
                } else if (!enterList()) {
                    return false;
                }
            }
        }

        private boolean enterList() throws MalformedReplyException {
            wire.limit = end;
            while (wire.hasMore()) {
                int tag = wire.tag();
                if (tag == NAMES_TAG) {
                    wire.limit = wire.length() + wire.position;
                    return true;
                }
                wire.skip(tag);
            }
            return false;
        }

        String text() throws MalformedReplyException {
            return "'" + wire.text(from, length) + "'";
        }
    }
}
