package dev.plumbline.cache.tiered;

import java.nio.ByteBuffer;

/** An operation whose reply is one line that starts with a word for yes or a word for no. */
final class AckCommand extends NodeCommand<Boolean> {
    /** A kind of operation: its words, and whether it removes something. Removals are sent in any case. */
    record Kind(boolean removes, String yes, String alsoYes, String no, String alsoNo) {}

    private static final long NO_OPAQUE = -1;

    private final Kind kind;
    private final long opaque;

    private AckCommand(RequestText request, Kind kind, long opaque) {
        super(request);
        this.kind = kind;
        this.opaque = opaque;
    }

    static AckCommand of(RequestText request, Kind kind) {
        return new AckCommand(request, kind, NO_OPAQUE);
    }

    /** Returns an operation whose reply repeats a number. */
    static AckCommand of(RequestText request, Kind kind, long opaque) {
        return new AckCommand(request, kind, opaque);
    }

    @Override
    boolean isSentAnyway() {
        return kind.removes;
    }

    @Override
    boolean read(ReplyLine line, ByteBuffer buffer) {
        if (!line.next(buffer)) {
            return false;
        }
        if (line.isError()) {
            refuse(serverError(line));
            return true;
        }
        line.word();
        if (line.wordIs(kind.yes) || line.wordIs(kind.alsoYes)) {
            answer(true);
        } else if (line.wordIs(kind.no) || line.wordIs(kind.alsoNo)) {
            answer(false);
        } else {
            throw line.strange();
        }
        if (opaque != NO_OPAQUE) {
            checkOpaque(line);
        }
        return true;
    }

    private void checkOpaque(ReplyLine line) {
        while (line.nextWord()) {
            if (line.first() == 'O') {
                if (line.unsigned(1) == opaque) {
                    return;
                }
                break;
            }
        }
        throw line.strange();
    }
}
