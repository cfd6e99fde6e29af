package dev.plumbline.internal;

import dev.plumbline.FeatureSession;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The last writes of one session, by hashes of their keys.
 *
 * <p>A token is {@code 1.} and, in base64 for URLs: when the last write was dropped for want of room (0 if none was), for
 * each write hash, time and version of 64 bits each, and a CRC-32C of all that. Times are milliseconds since 1970.
 */
final class Session implements FeatureSession {
    static final int MOST = 64;
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final String FORMAT = "1.";
    private static final int HEAD = Long.BYTES;
    private static final int EACH = 3 * Long.BYTES;
    private static final int CHECK = Integer.BYTES;
    private static final long NEVER = 0;

    /** When a key was written, and the greatest version that a write of it told. */
    private record Wrote(long atMillis, long version) {}

    /** The one that was written last being last. */
    private final Map<Long, Wrote> writes = new LinkedHashMap<>();

    private long droppedMillis = NEVER;

    static @Nullable Session of(@Nullable FeatureSession session) {
        if (session == null || session instanceof Session) {
            return (Session) session;
        }
        throw new IllegalArgumentException(
                "the session is a " + session.getClass().getName()
                        + ": take one of FeatureClient.session() or FeatureSession.ofToken(...)");
    }

    /** Says that a key was written, or may have been. */
    void wrote(FeatureView view, EntityKey key, long version, long nowMillis) {
        long hash = hash(view, key);
        synchronized (writes) {
            Wrote before = writes.remove(hash);
            long greatest = before == null ? version : Math.max(before.version, version);
            put(hash, new Wrote(nowMillis, greatest));
        }
    }

    private void put(long hash, Wrote wrote) {
        writes.put(hash, wrote);
        if (writes.size() > MOST) {
            Iterator<Wrote> oldest = writes.values().iterator();
            droppedMillis = Math.max(droppedMillis, oldest.next().atMillis);
            oldest.remove();
        }
    }

    /** The terms on which a read of a key follows this session. */
    ReadTerms terms(ReadTerms terms, FeatureView view, EntityKey key, long nowMillis, Duration window) {
        long hash = hash(view, key);
        Wrote wrote;
        long last;
        synchronized (writes) {
            wrote = writes.get(hash);
            last = wrote == null ? droppedMillis : Math.max(wrote.atMillis, droppedMillis);
        }
        boolean isSticky = last != NEVER && nowMillis - last < window.toMillis();
        long version = wrote == null || isOver(wrote, nowMillis) ? FeatureRow.UNKNOWN_VERSION : wrote.version;
        return terms.inSession(isSticky, version);
    }

    private static boolean isOver(Wrote wrote, long nowMillis) {
        return nowMillis - wrote.atMillis >= LIFE.toMillis();
    }

    private static long hash(FeatureView view, EntityKey key) {
        StringBuilder text = new StringBuilder("plumbline-session-v1\n").append(view.name());
        for (int i = 0; i < key.size(); i++) {
            String value = key.text(i);
            text.append('\n').append(key.value(i) instanceof Long ? 'n' : 't').append(value.length());
            text.append(':').append(value);
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String token() {
        ByteBuffer octets;
        synchronized (writes) {
            long newest =
                    writes.values().stream().mapToLong(Wrote::atMillis).max().orElse(NEVER);
            writes.values().removeIf(wrote -> isOver(wrote, newest));
            octets = ByteBuffer.allocate(HEAD + writes.size() * EACH + CHECK).putLong(droppedMillis);
            for (Map.Entry<Long, Wrote> write : writes.entrySet()) {
                octets.putLong(write.getKey())
                        .putLong(write.getValue().atMillis)
                        .putLong(write.getValue().version);
            }
        }
        octets.putInt(check(octets.array()));
        return FORMAT + Base64.getUrlEncoder().withoutPadding().encodeToString(octets.array());
    }

    /** Reads what {@link #token()} wrote, and nothing else. */
    static Session ofToken(String token) {
        if (!token.startsWith(FORMAT)) {
            throw broken("it does not begin with '" + FORMAT + "', so it is none or of a version to come");
        }
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw broken("it has " + token.length() + " characters, more than " + MAX_TOKEN_LENGTH);
        }
        byte[] octets;
        try {
            octets = Base64.getUrlDecoder().decode(token.substring(FORMAT.length()));
        } catch (IllegalArgumentException e) {
            throw broken("it has characters that none has");
        }
        int writes = (octets.length - HEAD - CHECK) / EACH;
        if (octets.length < HEAD + CHECK || octets.length != HEAD + writes * EACH + CHECK || writes > MOST) {
            throw broken("it is cut, or has something added");
        }
        ByteBuffer left = ByteBuffer.wrap(octets);
        if (left.getInt(octets.length - CHECK) != check(octets)) {
            throw broken("its checksum is wrong");
        }
        Session session = new Session();
        session.droppedMillis = Math.max(NEVER, left.getLong());
        for (int i = 0; i < writes; i++) {
            session.put(left.getLong(), new Wrote(Math.max(NEVER, left.getLong()), left.getLong()));
        }
        return session;
    }

    private static int check(byte[] octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets, 0, octets.length - CHECK);
        return (int) crc.getValue();
    }

    private static IllegalArgumentException broken(String why) {
        return new IllegalArgumentException("the session token is refused: " + why + "; begin a new session");
    }

    /** Returns how many keys there are; nothing of them. */
    @Override
    public String toString() {
        synchronized (writes) {
            return "session of " + writes.size() + " written keys";
        }
    }
}
