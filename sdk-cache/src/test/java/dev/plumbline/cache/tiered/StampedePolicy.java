package dev.plumbline.cache.tiered;

import dev.plumbline.feature.StalenessBounds;
import java.time.Duration;

/**
 * What a fleet is set to; all else is as the product has it by default.
 *
 * @param tiers where its clients keep rows
 * @param bounds how old rows may be
 * @param jitter whether the bounds are spread as they are by default, or not at all
 */
record StampedePolicy(Tiers tiers, StalenessBounds bounds, boolean jitter) {
    /** Where clients keep rows. */
    enum Tiers {
        /** In the process only. */
        NEAR,
        /** And in memcached, by plain get and set. */
        PLAIN,
        /** And in memcached, with leases. */
        LEASES
    }

    static StampedePolicy of(Tiers tiers) {
        return new StampedePolicy(tiers, StalenessBounds.ofDefaults(), true);
    }

    /** Returns this policy without stale-while-revalidate. */
    StampedePolicy withoutRevalidate() {
        return new StampedePolicy(
                tiers,
                StalenessBounds.builder().staleWhileRevalidate(Duration.ZERO).build(),
                jitter);
    }

    /** Returns this policy without any row that is served stale. */
    StampedePolicy withoutStale() {
        StalenessBounds.Builder none =
                StalenessBounds.builder().staleWhileRevalidate(Duration.ZERO).staleIfError(Duration.ZERO);
        return new StampedePolicy(tiers, none.build(), jitter);
    }

    StampedePolicy withoutJitter() {
        return new StampedePolicy(tiers, bounds, false);
    }
}
