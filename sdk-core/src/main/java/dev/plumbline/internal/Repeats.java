package dev.plumbline.internal;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts rows that the origin is asked for again.
 *
 * @param ofPrimary because a replica did not have them
 * @param ofVersion because they were older than was asked for
 * @param ofNotFound because they are known to exist and were not found
 */
record Repeats(LongAdder ofPrimary, LongAdder ofVersion, LongAdder ofNotFound) {
    static Repeats of(Telemetry telemetry) {
        return new Repeats(
                telemetry.repeated("primary"), telemetry.repeated("version"), telemetry.repeated("not_found"));
    }
}
