package dev.plumbline.cache.tiered;

import dev.plumbline.cache.tiered.NodeRead.Lease;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads by {@code gets}, one for each name: so each name has an answer of its own, and an error of one, as a proxy gives
 * for a server that is down, is not one of all. The stub of a lease, which has no octets, counts as nothing.
 */
final class ClassicRead extends ReadCommand {
    private static final int ABOUT_EACH = 8;

    private final ClassicWire wire;
    private final List<String> names;
    private int asked;
    private int flags;
    private @Nullable NodeToken token;
    private boolean isAsked;
    private boolean hasValue;

    ClassicRead(ClassicWire wire, List<String> names) {
        super(request(names), names.size());
        this.wire = wire;
        this.names = names;
    }

    private static RequestText request(List<String> names) {
        int about = 0;
        for (String name : names) {
            about += name.length() + ABOUT_EACH;
        }
        RequestText request = new RequestText(about);
        for (String name : names) {
            request.text("gets ").text(name).endLine();
        }
        return request;
    }

    @Override
    boolean isLast(ReplyLine line) {
        if (line.startsWith("VALUE ")) {
            head(line);
            return false;
        }
        if (line.is("END")) {
            return isLastAfterError();
        }
        throw line.strange();
    }

    private void head(ReplyLine line) {
        if (asked == names.size()) {
            throw line.strange();
        }
        line.word();
        line.word();
        isAsked = !hasValue && line.wordIs(names.get(asked));
        line.word();
        flags = (int) line.unsigned(0);
        line.word();
        int length = line.length(MOST_VALUE_OCTETS);
        token = line.nextWord() ? wire.token(line.unsigned(0)) : null;
        if (!isAsked) {
            wire.events().unasked();
        }
        hasValue |= isAsked;
        expect(length);
    }

    @Override
    boolean take(byte[] value) {
        if (isAsked) {
            put(asked, value.length == 0 ? MISS : new NodeRead(new StoredValue(flags, value), token, -1, Lease.NONE));
        }
        return false;
    }

    @Override
    boolean isLastAfterError() {
        hasValue = false;
        asked++;
        return asked == names.size();
    }
}
