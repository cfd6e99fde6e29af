package dev.plumbline.cache.tiered;

import dev.plumbline.cache.tiered.NodeRead.Lease;
import java.util.List;

/**
 * Reads by {@code mg}. Each request has a number of its own on the connection, which its reply repeats. Several names are
 * asked quietly, and a no-op says where the answers end; a single name has one answer in any case.
 */
final class MetaRead extends ReadCommand {
    private static final int ABOUT_EACH = 48;

    private final MetaWire wire;
    private final int names;
    private final boolean leases;
    private final long firstOpaque;

    private int index;
    private long cas;
    private int secondsLeft;
    private int flags;
    private long opaque;
    private boolean won;
    private boolean taken;
    private boolean stale;

    MetaRead(MetaWire wire, List<String> names, int leaseSeconds, long firstOpaque) {
        super(request(names, leaseSeconds, firstOpaque), names.size());
        this.wire = wire;
        this.names = names.size();
        this.leases = leaseSeconds > 0;
        this.firstOpaque = firstOpaque;
    }

    private static RequestText request(List<String> names, int leaseSeconds, long firstOpaque) {
        boolean several = names.size() > 1;
        int about = 8;
        for (String name : names) {
            about += name.length() + ABOUT_EACH;
        }
        RequestText request = new RequestText(about);
        long opaque = firstOpaque;
        for (String name : names) {
            request.text("mg ").text(name).text(" v c t f O").number(opaque++);
            if (leaseSeconds > 0) {
                request.text(" N").number(leaseSeconds);
            }
            request.text(several ? " q\r\n" : "\r\n");
        }
        return several ? request.text("mn\r\n") : request;
    }

    @Override
    boolean isLast(ReplyLine line) {
        if (line.startsWith("VA ")) {
            head(line);
            return false;
        }
        if (names == 1 ? line.is("EN") || line.startsWith("EN ") : line.is("MN")) {
            return true;
        }
        throw line.strange();
    }

    private void head(ReplyLine line) {
        line.word();
        line.word();
        int length = line.length(MOST_VALUE_OCTETS);
        cas = 0;
        secondsLeft = -1;
        flags = 0;
        opaque = firstOpaque - 1;
        won = false;
        taken = false;
        stale = false;
        while (line.nextWord()) {
            switch (line.first()) {
                case 'c' -> cas = line.unsigned(1);
                case 't' -> secondsLeft = line.bounded(1, Integer.MAX_VALUE);
                case 'f' -> flags = (int) line.unsigned(1);
                case 'O' -> opaque = line.unsigned(1);
                case 'W' -> won = true;
                case 'Z' -> taken = true;
                case 'X' -> stale = true;
                default -> {
                    // A flag that was not asked for says nothing of the value.
                }
            }
        }
        index = index(line);
        expect(length);
    }

    /** Returns which name the answer is for, -1 for none. The only answer to one name must be its own. */
    private int index(ReplyLine line) {
        long which = opaque - firstOpaque;
        if (which >= 0 && which < names) {
            return (int) which;
        }
        if (names == 1) {
            throw line.strange();
        }
        wire.events().unasked();
        return -1;
    }

    @Override
    boolean take(byte[] value) {
        if (index >= 0) {
            put(index, answer(value));
        }
        return names == 1;
    }

    private NodeRead answer(byte[] value) {
        boolean stub = value.length == 0 && (won || taken);
        boolean held = !stub && !stale;
        Lease lease = Lease.NONE;
        if (leases && !held) {
            lease = won ? Lease.WON : taken ? Lease.TAKEN : Lease.NONE;
        }
        return new NodeRead(held ? new StoredValue(flags, value) : null, wire.token(cas), secondsLeft, lease);
    }

    @Override
    boolean isLastAfterError() {
        return names == 1;
    }
}
