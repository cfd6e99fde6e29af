package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.EntityKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Names keys for memcached: {@code pl1:<namespace>:<schema hash>:<digest>}. The digest is of the key's canonical bytes,
 * so that no text of a caller reaches the protocol. Immutable and thread-safe.
 */
final class FarKeys {
    /** Its number is the version of the canonical bytes and of the {@link Envelope}. */
    static final String PREFIX = "pl1:";

    private static final int DIGEST_OCTETS = 16;
    private static final byte NUMBER = 'n';
    private static final byte TEXT = 't';

    private final String prefix;

    FarKeys(String namespace) {
        this.prefix = PREFIX + namespace + ":";
    }

    FarKey of(CacheKey key) {
        return of(key, sha256());
    }

    /** Does the same with a digest that serves one key after another. */
    FarKey of(CacheKey key, MessageDigest sha256) {
        byte[] canonical = canonical(key);
        byte[] digest = sha256.digest(canonical);
        String name = prefix
                + HexFormat.of().toHexDigits(key.view().schemaHash())
                + ":"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, DIGEST_OCTETS));
        return new FarKey(
                key, canonical, name, ByteBuffer.wrap(digest, DIGEST_OCTETS, 8).getLong());
    }

    /** Returns bytes that differ wherever keys differ: each value is tagged by its type and each text is counted. */
    private static byte[] canonical(CacheKey key) {
        ByteSink out = new ByteSink(96);
        out.putText(key.view().name());
        out.putText(key.variant());
        EntityKey entity = key.key();
        out.putInt(entity.size());
        for (int i = 0; i < entity.size(); i++) {
            if (entity.value(i) instanceof Long number) {
                out.putByte(NUMBER);
                out.putLong(number);
            } else {
                out.putByte(TEXT);
                out.putText(entity.text(i));
            }
        }
        return out.toByteArray();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
