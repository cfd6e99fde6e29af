package dev.plumbline.cache.tiered;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands that every server and proxy knows. There are no leases. */
final class ClassicWire implements Wire {
    private static final AckCommand.Kind STORED =
            new AckCommand.Kind(false, "STORED", "STORED", "NOT_STORED", "NOT_STORED");
    private static final AckCommand.Kind STORED_IF_SAME =
            new AckCommand.Kind(false, "STORED", "STORED", "EXISTS", "NOT_FOUND");
    private static final AckCommand.Kind GONE = new AckCommand.Kind(true, "DELETED", "NOT_FOUND", "", "");
    private static final AckCommand.Kind GONE_IF_SAME =
            new AckCommand.Kind(true, "STORED", "NOT_FOUND", "EXISTS", "EXISTS");

    private static final int ABOUT = 64;

    /** A moment in 1970: what is stored until then is gone at once. Not every proxy lets a negative time pass. */
    private static final long LONG_AGO = 2_592_001;

    private static final StoredValue EMPTY = new StoredValue(0, new byte[0]);

    private final long connection;
    private final NodeEvents events;

    ClassicWire(long connection, NodeEvents events) {
        this.connection = connection;
        this.events = events;
    }

    NodeEvents events() {
        return events;
    }

    NodeToken token(long cas) {
        return new NodeToken(cas, connection);
    }

    @Override
    public boolean grantsLeases() {
        return false;
    }

    @Override
    public ReadCommand read(List<String> names, int leaseSeconds) {
        return new ClassicRead(this, names);
    }

    @Override
    public AckCommand set(String name, StoredValue value, int ttlSeconds, @Nullable NodeToken token) {
        return token == null
                ? store("set ", name, value, ttlSeconds, null, STORED)
                : store("cas ", name, value, ttlSeconds, token, STORED_IF_SAME);
    }

    @Override
    public AckCommand add(String name, StoredValue value, int ttlSeconds) {
        return store("add ", name, value, ttlSeconds, null, STORED);
    }

    /** There is no conditional removal; a conditional store of what has ended already is one. */
    @Override
    public AckCommand delete(String name, @Nullable NodeToken token) {
        if (token != null) {
            return store("cas ", name, EMPTY, LONG_AGO, token, GONE_IF_SAME);
        }
        RequestText request = new RequestText(name.length() + 9);
        return AckCommand.of(request.text("delete ").text(name).endLine(), GONE);
    }

    @Override
    public NodeCommand<?> probe() {
        return new ClassicRead(this, List.of(PROBE_NAME));
    }

    private static AckCommand store(
            String verb,
            String name,
            StoredValue value,
            long ttlSeconds,
            @Nullable NodeToken token,
            AckCommand.Kind kind) {
        RequestText request = new RequestText(name.length() + ABOUT + value.data().length)
                .text(verb)
                .text(name)
                .text(" ")
                .number(Integer.toUnsignedLong(value.flags()))
                .text(" ")
                .number(ttlSeconds)
                .text(" ")
                .number(value.data().length);
        if (token != null) {
            request.text(" ").number(token.cas());
        }
        return AckCommand.of(request.endLine().data(value.data()), kind);
    }
}
