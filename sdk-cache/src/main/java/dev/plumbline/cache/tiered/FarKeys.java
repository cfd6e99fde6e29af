package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import dev.plumbline.feature.EntityKey;
import java.nio.charset.StandardCharsets;

/**
 * Names keys for memcached: {@code pl2:<namespace>:<generation>:<schema hash>:<digest>}. The digest is of the key's
 * canonical bytes, so that no text of a caller reaches the protocol. Immutable and thread-safe.
 */
final class FarKeys {
    /** Its number is the version of the canonical bytes and of the {@link Envelope}. */
    static final String PREFIX = "pl2:";

    private static final byte NUMBER = 'n';
    private static final byte TEXT = 't';

    private final String prefix;
    private final Digests digests = new Digests();

    FarKeys(String namespace) {
        this.prefix = PREFIX + namespace + ":";
    }

    /** Returns the name under which each node holds the generation of the namespace on it. */
    String generationName() {
        return prefix + "gen";
    }

    /** Returns what the names of a generation begin with. */
    byte[] prefix(long generation) {
        return (prefix + generation + ":").getBytes(StandardCharsets.US_ASCII);
    }

    FarKey of(CacheKey key) {
        byte[] canonical = canonical(key);
        return new FarKey(key, canonical, digests.sha256(canonical));
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
}
