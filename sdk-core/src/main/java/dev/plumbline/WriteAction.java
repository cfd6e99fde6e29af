package dev.plumbline;

/**
 * A user's own write of one entity's features, however it is made.
 *
 * @param <X> what the write may throw
 */
@FunctionalInterface
public interface WriteAction<X extends Exception> {
    /**
     * Writes, and returns when the store has acknowledged the write.
     *
     * @return what was written
     * @throws X if the write failed, or if it is not known whether it took effect
     */
    Written write() throws X;
}
