package dev.plumbline.transform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How far a zone is from UTC, asked without garbage: the changes up to 2200 in a table. Immutable and thread-safe. */
final class ZoneOffsets {
    private static final long END = Instant.parse("2200-01-01T00:00:00Z").getEpochSecond();

    final String id;
    private final ZoneRules rules;
    private final long[] changes;
    private final int[] offsets;

    private ZoneOffsets(String id, ZoneRules rules) {
        this.id = id;
        this.rules = rules;
        List<ZoneOffsetTransition> transitions = new ArrayList<>(rules.getTransitions());
        Instant last = transitions.isEmpty()
                ? Instant.EPOCH
                : transitions.get(transitions.size() - 1).getInstant();
        ZoneOffsetTransition next = rules.isFixedOffset() ? null : rules.nextTransition(last);
        while (next != null && next.toEpochSecond() < END) {
            transitions.add(next);
            next = rules.nextTransition(next.getInstant());
        }
        this.changes = transitions.stream()
                .mapToLong(ZoneOffsetTransition::toEpochSecond)
                .toArray();
        this.offsets = new int[changes.length + 1];
        offsets[0] = changes.length == 0
                ? rules.getOffset(Instant.EPOCH).getTotalSeconds()
                : transitions.get(0).getOffsetBefore().getTotalSeconds();
        for (int i = 0; i < changes.length; i++) {
            offsets[i + 1] = transitions.get(i).getOffsetAfter().getTotalSeconds();
        }
    }

    /** Reads a step's {@code zone}. */
    static ZoneOffsets of(StepSite site, Options options) {
        if (!options.has("zone")) {
            throw site.fault("PLB-106", "needs an explicit zone; write zone: UTC");
        }
        String text = options.text("zone");
        try {
            ZoneId zone = text.equals("UTC") ? ZoneOffset.UTC : ZoneId.of(text);
            if (zone instanceof ZoneOffset || text.indexOf('/') > 0) {
                return new ZoneOffsets(zone.getId(), zone.getRules());
            }
        } catch (DateTimeException e) {
            throw unknown(site, text);
        }
        throw unknown(site, text);
    }

    private static SpecException unknown(StepSite site, String text) {
        return site.fault(
                "PLB-106",
                "has an unknown zone '" + text
                        + "'; write UTC, an offset such as +01:00 or a region such as Europe/Paris");
    }

    /** Returns the seconds that local time is ahead of UTC. */
    int at(long epochSecond) {
        if (changes.length == 0) {
            return offsets[0];
        }
        if (epochSecond >= END) {
            return rules.getOffset(Instant.ofEpochSecond(epochSecond)).getTotalSeconds();
        }
        int found = Arrays.binarySearch(changes, epochSecond);
        return offsets[found >= 0 ? found + 1 : -found - 1];
    }

    /** Returns the local seconds since 1970-01-01T00:00. */
    long local(long micros) {
        long second = Math.floorDiv(micros, 1_000_000L);
        return second + at(second);
    }
}
