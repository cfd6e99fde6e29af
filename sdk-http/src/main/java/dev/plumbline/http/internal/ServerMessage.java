package dev.plumbline.http.internal;

import java.io.Serial;

/** What a server wrote, as the cause of a failure. It may hold keys. */
public final class ServerMessage extends Exception {
    private static final int LONGEST = 2000;

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Keeps what a server wrote, without a stack trace.
     *
     * @param text the text, of which the first 2000 characters are kept
     */
    public ServerMessage(String text) {
        super(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...", null, false, false);
    }
}
