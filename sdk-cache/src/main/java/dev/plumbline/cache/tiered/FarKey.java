package dev.plumbline.cache.tiered;

import dev.plumbline.cache.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A cache key as memcached sees it. Immutable and thread-safe. */
final class FarKey {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64_URL =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX_DIGITS = 16;

    /** Sixteen octets, six bits a character. */
    private static final int DIGEST_CHARACTERS = 22;

    private static final int ROUTING_OCTET = 16;

    private final CacheKey key;
    private final byte[] canonical;
    private final byte[] digest;

    FarKey(CacheKey key, byte[] canonical, byte[] digest) {
        this.key = key;
        this.canonical = canonical;
        this.digest = digest;
    }

    CacheKey key() {
        return key;
    }

    /** Returns what the entry echoes, not to be changed. */
    byte[] canonical() {
        return canonical;
    }

    /** Returns the name in memcached: letters, digits and {@code :-_.} only, at most 130 of them. */
    String name(byte[] prefix) {
        byte[] name = Arrays.copyOf(prefix, prefix.length + HEX_DIGITS + 1 + DIGEST_CHARACTERS);
        int at = putHex(key.view().schemaHash(), name, prefix.length);
        name[at] = ':';
        putBase64(digest, name, at + 1);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    /** Returns the bits that choose a node. They have no part in the name. */
    long routingHash() {
        long hash = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            hash = (hash << 8) | (digest[ROUTING_OCTET + i] & 0xff);
        }
        return hash;
    }

    private static int putHex(long value, byte[] to, int from) {
        int at = from;
        for (int shift = 60; shift >= 0; shift -= 4) {
            to[at++] = HEX[(int) (value >>> shift) & 0xf];
        }
        return at;
    }

    private static void putBase64(byte[] digest, byte[] to, int from) {
        int at = from;
        for (int i = 0; i < ROUTING_OCTET - 1; i += 3) {
            int bits = ((digest[i] & 0xff) << 16) | ((digest[i + 1] & 0xff) << 8) | (digest[i + 2] & 0xff);
            to[at++] = BASE64_URL[bits >>> 18];
            to[at++] = BASE64_URL[bits >>> 12 & 0x3f];
            to[at++] = BASE64_URL[bits >>> 6 & 0x3f];
            to[at++] = BASE64_URL[bits & 0x3f];
        }
        int last = digest[ROUTING_OCTET - 1] & 0xff;
        to[at++] = BASE64_URL[last >>> 2];
        to[at] = BASE64_URL[last << 4 & 0x3f];
    }
}
