package dev.plumbline.internal;

import dev.plumbline.FeatureRejectedException;
import dev.plumbline.cache.NearEntry;
import dev.plumbline.feature.Fallback;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.Freshness;
import dev.plumbline.feature.ReadTier;
import dev.plumbline.feature.RowStatus;
import dev.plumbline.runtime.ClientRuntime;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What takes the place of rows that reads of a view do not get. It is made for each caller when all else is over, so that
 * neither flights nor tiers ever see it.
 */
final class Fallbacks {
    private final FeatureView view;
    private final ClientRuntime runtime;
    private final @Nullable NearReads near;
    private final Rule onNotFound;
    private final Rule onFailure;
    private final LongAdder ofService;

    Fallbacks(FeatureView view, ClientRuntime runtime, Telemetry telemetry, @Nullable NearReads near) {
        this.view = view;
        this.runtime = runtime;
        this.near = near;
        this.onNotFound = Rule.of(view.onNotFound(), view, telemetry, "not_found");
        this.onFailure = Rule.of(view.onFailure(), view, telemetry, "failure");
        this.ofService = telemetry.fallbacks(view, "service", "service");
    }

    /** One of the view's fallbacks, and what it has come to. */
    private record Rule(Fallback fallback, LongAdder lastKnown, LongAdder defaults) {
        static Rule of(Fallback fallback, FeatureView view, Telemetry telemetry, String reason) {
            return new Rule(
                    fallback,
                    telemetry.fallbacks(view, reason, "last_known"),
                    telemetry.fallbacks(view, reason, "defaults"));
        }
    }

    /** Whether an old row is worth more than the knowledge that there is none any more. */
    boolean keepsLastKnown() {
        return onNotFound.fallback.isLastKnown();
    }

    /**
     * Returns what a caller gets of a row that was read.
     *
     * @param flight the flight that read it, null for a near hit
     */
    FeatureRow instead(FeatureRow row, @Nullable Flight flight) {
        if (row.freshness() == Freshness.FALLBACK) {
            ofService.increment();
            return row;
        }
        FeatureRow other = row.status() == RowStatus.NOT_FOUND ? row(onNotFound, flight) : null;
        return other == null ? row : other;
    }

    /** Returns what a caller gets in the place of a failure, or null. That the client was closed stays what it is. */
    @Nullable FeatureRow instead(Throwable failure, Flight flight) {
        return failure instanceof FeatureRejectedException ? null : row(onFailure, flight);
    }

    private @Nullable FeatureRow row(Rule rule, @Nullable Flight flight) {
        if (rule.fallback.equals(Fallback.fail())) {
            return null;
        }
        long nowMicros = runtime.nowMicros();
        FeatureRow known = rule.fallback.isLastKnown() && flight != null ? lastKnown(flight, nowMicros) : null;
        if (known != null) {
            rule.lastKnown.increment();
            return known;
        }
        FeatureRow declared = rule.fallback.defaultRow(view, nowMicros).orElse(null);
        if (declared != null) {
            rule.defaults.increment();
        }
        return declared;
    }

    /** A reader past the tiers has asked for what they may not have. */
    private @Nullable FeatureRow lastKnown(Flight flight, long nowMicros) {
        if (flight.terms().isPastTiers()) {
            return null;
        }
        NearEntry entry = near == null ? null : near.get(flight.key());
        if (entry != null && entry.row().status() == RowStatus.PRESENT) {
            long age = (runtime.ticker().nanos() - entry.originNanos()) / 1_000;
            return entry.row().asRead(entry.row().receivedMicros() + age, Freshness.FALLBACK, ReadTier.NEAR);
        }
        FeatureRow old = flight.farCandidate;
        return old != null && old.status() == RowStatus.PRESENT
                ? old.asRead(nowMicros, Freshness.FALLBACK, ReadTier.FAR)
                : null;
    }
}
