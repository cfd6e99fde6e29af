package dev.plumbline.auth;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that could be resumed. A connection that resumes one asks nobody: it would go by the files of its first
 * connection, so a change of the files has to end them. Thread-safe.
 */
final class TlsSessions {
    private final Set<SSLSessionContext> contexts =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** Notes where the session of a handshake will be kept. */
    void note(@Nullable SSLEngine engine) {
        SSLSession session = engine == null ? null : engine.getHandshakeSession();
        if (session != null) {
            note(session.getSessionContext());
        }
    }

    /** Notes where sessions are kept. */
    void note(@Nullable SSLSessionContext context) {
        if (context != null) {
            contexts.add(context);
        }
    }

    /** Ends all that were noted. */
    void forget() {
        List<SSLSessionContext> noted;
        synchronized (contexts) {
            noted = List.copyOf(contexts);
        }
        for (SSLSessionContext context : noted) {
            for (byte[] id : Collections.list(context.getIds())) {
                SSLSession session = context.getSession(id);
                if (session != null) {
                    session.invalidate();
                }
            }
        }
    }
}
