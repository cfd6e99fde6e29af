package dev.plumbline.cache.tiered;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * SHA-256, whose engines are used again: to make one costs more than to use it. Nobody waits for one; threads that meet
 * make more. Thread-safe.
 */
final class Digests {
    private static final int STRIPES = 32;

    private final AtomicReferenceArray<MessageDigest> idle = new AtomicReferenceArray<>(STRIPES);

    byte[] sha256(byte[] octets) {
        int stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        MessageDigest engine = idle.getAndSet(stripe, null);
        if (engine == null) {
            engine = engine();
        }
        byte[] digest = engine.digest(octets);
        idle.set(stripe, engine);
        return digest;
    }

    private static MessageDigest engine() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
