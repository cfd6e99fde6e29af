package dev.plumbline.cache;

import dev.plumbline.runtime.ClientRuntime;
import java.util.Optional;

/**
 * A client's cache: a near tier, a far tier or both.
 *
 * <p>For callers: hand it to {@code FeatureClient.builder}; the client starts and closes it. For implementers:
 * thread-safe.
 */
public interface FeatureCache extends AutoCloseable {
    /**
     * Gives the tiers what they run on. Called before all else.
     *
     * @param runtime the client's runtime
     */
    void start(ClientRuntime runtime);

    /**
     * Returns the tier in this process.
     *
     * @return the tier, empty if there is none; always the same
     */
    Optional<NearTier> near();

    /**
     * Returns the tier that processes share.
     *
     * @return the tier, empty if there is none; always the same
     */
    Optional<FarTier> far();

    /** Ends the tiers. Does nothing the second time. */
    @Override
    void close();
}
