package dev.plumbline.cache.tiered;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The meta commands. */
final class MetaWire implements Wire {
    private static final AckCommand.Kind PROBED = new AckCommand.Kind(false, "MN", "MN", "MN", "MN");
    private static final AckCommand.Kind STORED = new AckCommand.Kind(false, "HD", "HD", "NS", "NS");
    private static final AckCommand.Kind STORED_IF_SAME = new AckCommand.Kind(false, "HD", "HD", "EX", "NF");
    private static final AckCommand.Kind GONE = new AckCommand.Kind(true, "HD", "NF", "EX", "EX");

    private static final int ABOUT = 64;

    private final long connection;
    private final NodeEvents events;
    private final AtomicLong opaques = new AtomicLong();

    MetaWire(long connection, NodeEvents events) {
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
        return true;
    }

    @Override
    public ReadCommand read(List<String> names, int leaseSeconds) {
        return new MetaRead(this, names, leaseSeconds, opaques.getAndAdd(names.size()));
    }

    @Override
    public AckCommand set(String name, StoredValue value, int ttlSeconds, @Nullable NodeToken token) {
        RequestText request = store(name, value, ttlSeconds);
        if (token != null) {
            request.text(" C").number(token.cas());
        }
        return stored(request, value, token == null ? STORED : STORED_IF_SAME);
    }

    @Override
    public AckCommand add(String name, StoredValue value, int ttlSeconds) {
        return stored(store(name, value, ttlSeconds).text(" ME"), value, STORED);
    }

    @Override
    public AckCommand delete(String name, @Nullable NodeToken token) {
        long opaque = opaques.getAndIncrement();
        RequestText request = new RequestText(name.length() + ABOUT).text("md ").text(name);
        if (token != null) {
            request.text(" C").number(token.cas());
        }
        return AckCommand.of(request.text(" O").number(opaque).endLine(), GONE, opaque);
    }

    @Override
    public NodeCommand<?> probe() {
        return AckCommand.of(new RequestText(4).text("mn\r\n"), PROBED);
    }

    private static RequestText store(String name, StoredValue value, int ttlSeconds) {
        return new RequestText(name.length() + ABOUT + value.data().length)
                .text("ms ")
                .text(name)
                .text(" ")
                .number(value.data().length)
                .text(" T")
                .number(ttlSeconds)
                .text(" F")
                .number(Integer.toUnsignedLong(value.flags()));
    }

    private AckCommand stored(RequestText request, StoredValue value, AckCommand.Kind kind) {
        long opaque = opaques.getAndIncrement();
        request.text(" O").number(opaque).endLine().data(value.data());
        return AckCommand.of(request, kind, opaque);
    }
}
