package dev.plumbline.cache;

import dev.plumbline.runtime.ClientRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A client's cache: a near tier, a far tier or both.
 *
 * <p>For callers: hand it to {@code FeatureClient.builder}; the client starts and closes it. For implementers:
 * thread-safe.
 */
public interface FeatureCache extends AutoCloseable {
    /**
     * Returns the keys of the settings that this cache takes, without {@code plumbline.}, each beginning with
     * {@code cache.}. The client then takes them from maps, files and variables as it takes its own.
     *
     * @return the keys; none unless overridden
     */
    default List<String> settingKeys() {
        return List.of();
    }

    /**
     * Returns this cache with other settings. Called once, before {@link #start}, if there are any; the client uses and
     * closes what this returns in the place of this cache.
     *
     * @param settings text by key, of the keys that {@link #settingKeys()} names
     * @return a cache of these settings
     * @throws IllegalArgumentException if a setting is wrong; the message names each that is, with its key
     */
    default FeatureCache withSettings(Map<String, String> settings) {
        return this;
    }

    /**
     * Gives the tiers what they run on. Called before all else.
     *
     * @param runtime the client's runtime
     * @throws IllegalStateException if another client has this cache, which then stays as it is, or if it is closed
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
