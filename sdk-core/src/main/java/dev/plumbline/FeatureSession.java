package dev.plumbline;

import dev.plumbline.internal.ClientAssembler;

/**
 * What one caller has written lately, so that its later reads see it: in this process, and in those that it hands its
 * {@linkplain #token() token} to.
 *
 * <p>Writes get into a session by {@link FeatureClient#write(dev.plumbline.feature.FeatureView,
 * dev.plumbline.feature.EntityKey, FeatureSession, WriteAction)}, reads follow it by
 * {@link CallOptions#withSession(FeatureSession)}. Of a key that was written in the session, such a read
 *
 * <ul>
 *   <li>asks the primary, past both tiers, for the reading client's {@code read.sticky-window} after the write (5 s);
 *   <li>takes no row of a lesser version than the write told, if it told one, for 10 minutes after it: a replica that lags
 *       behind is asked again until the deadline. So tell a version only where rows are read with theirs.
 * </ul>
 *
 * <p>So it answers that write or what came after it, or fails; provided that the feature service knows
 * {@code plumbline-read-preference} or its rows have versions. All other keys are read as without a session, and after these
 * times so is every key. A write whose outcome is not known is followed as one that told no version. The order of writes of
 * different sessions is nothing that a session knows of.
 *
 * <p>A session holds the last 64 keys. If there were more, every key is read from the primary for the window after the last
 * write that it has dropped; only the versions of those are lost. Times are those of the clocks of writer and reader: where
 * these differ, the window is shorter or longer by that much.
 *
 * <p>Make one for each user, or each of a user's requests. Thread-safe. For callers, not to be implemented.
 */
public interface FeatureSession {
    /** The name under which a token travels from service to service, as an HTTP header or as gRPC metadata. */
    String HEADER = "plumbline-session";

    /** How long a token is at most. */
    int MAX_TOKEN_LENGTH = 2_100;

    /**
     * Returns the session that a token is of: a copy as it was then. If all of its writes are too old, it is as one without
     * writes.
     *
     * @param token what {@link #token()} returned, in this process or another
     * @return a session, to which writes may be added
     * @throws IllegalArgumentException if the token is damaged, cut or none, or of a format that this version does not
     *     know; the message says which. The remedy is a new session, at the price of what this one was to promise
     */
    static FeatureSession ofToken(String token) {
        return ClientAssembler.session(token);
    }

    /**
     * Returns the session as text: what it is to know in another process. It holds times, versions and hashes of keys, no
     * keys. Whoever has a key can find out whether it is in there, so it is for services and not for strangers.
     *
     * @return 1 to {@value #MAX_TOKEN_LENGTH} letters, digits, {@code -}, {@code _} and {@code .}
     */
    String token();
}
