package dev.plumbline.internal;

import dev.plumbline.CallOptions;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.ReadPreference;
import dev.plumbline.feature.RowStatus;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a read asks of the origin beside its rows. Only loads of equal terms share a flight or a batch. Immutable.
 *
 * @param isPlain whether these are the view's own terms, those of a call that asks for nothing
 * @param preference which store is to answer, null to leave it to the service
 * @param minVersion the least version that is taken, {@link FeatureRow#UNKNOWN_VERSION} for any
 * @param headers the caller's metadata
 * @param expectsFound whether the row is known to exist, so that one that is not found is asked for again
 */
record ReadTerms(
        boolean isPlain,
        @Nullable ReadPreference preference,
        long minVersion,
        Map<String, String> headers,
        boolean expectsFound) {
    static final String PREFERENCE_HEADER = "plumbline-read-preference";
    static final String VERSION_HEADER = "plumbline-min-version";

    /** The terms of a view that has no preference. */
    static final ReadTerms PLAIN = ofView(null);

    static ReadTerms ofView(@Nullable ReadPreference preference) {
        return new ReadTerms(true, preference, FeatureRow.UNKNOWN_VERSION, Map.of(), false);
    }

    /** Returns the terms of a call: what it does not say is as here. */
    ReadTerms of(CallOptions options) {
        ReadPreference asked = options.readPreference().orElse(preference);
        long version = options.minVersion().orElse(FeatureRow.UNKNOWN_VERSION);
        return asked == preference && version == minVersion && options.headers().isEmpty() && !options.expectsFound()
                ? this
                : new ReadTerms(false, asked, version, options.headers(), options.expectsFound());
    }

    ReadTerms ofPrimary() {
        return preference == ReadPreference.PRIMARY
                ? this
                : new ReadTerms(false, ReadPreference.PRIMARY, minVersion, headers, expectsFound);
    }

    /**
     * Returns these terms for a key that was written in the caller's session.
     *
     * @param isSticky whether that was a moment ago
     * @param version what it wrote, {@link FeatureRow#UNKNOWN_VERSION} if that is not known
     */
    ReadTerms inSession(boolean isSticky, long version) {
        if (!isSticky && version == FeatureRow.UNKNOWN_VERSION) {
            return this;
        }
        return new ReadTerms(
                false,
                isSticky ? ReadPreference.PRIMARY : preference,
                Math.max(minVersion, version),
                headers,
                expectsFound);
    }

    /** Whether a row may only be what the origin answers to this very read. */
    boolean isPastTiers() {
        return asksForVersion() || preference == ReadPreference.PRIMARY;
    }

    boolean asksForVersion() {
        return minVersion != FeatureRow.UNKNOWN_VERSION;
    }

    boolean turnsToPrimary() {
        return preference == ReadPreference.REPLICA_THEN_PRIMARY;
    }

    /**
     * Whether a row that a tier holds is an answer. That there is none is not, if it may be a replica's word and this read
     * wants more than that; those whose view wants more have asked the primary before they stored it.
     */
    boolean takes(FeatureRow held) {
        return isPlain || held.status() != RowStatus.NOT_FOUND || !(expectsFound || turnsToPrimary());
    }

    /** What travels with a fetch on these terms, trace context excluded. A primary has every version that there is. */
    Map<String, String> wire() {
        if (preference == null && !asksForVersion()) {
            return headers;
        }
        Map<String, String> wire = new HashMap<>(headers);
        if (preference != null) {
            wire.put(PREFERENCE_HEADER, preference == ReadPreference.PRIMARY ? "primary" : "replica");
        }
        if (asksForVersion() && preference != ReadPreference.PRIMARY) {
            wire.put(VERSION_HEADER, Long.toString(minVersion));
        }
        return wire;
    }

    /** Whether loads on these terms and on the others may leave as one. */
    boolean leavesWith(ReadTerms other) {
        return equals(other) || wire().equals(other.wire());
    }
}
