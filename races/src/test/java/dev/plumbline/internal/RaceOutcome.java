package dev.plumbline.internal;

import java.util.stream.Stream;

/** One outcome of one race, and how often it was seen. */
record RaceOutcome(String race, String outcome, long count, String expect, String meaning) {
    /** Reads a line of {@link RaceRunner}'s; a line of another kind is none. */
    static Stream<RaceOutcome> parse(String line) {
        String[] parts = line.split("\t", -1);
        return parts.length == 5
                ? Stream.of(new RaceOutcome(parts[0], parts[1], Long.parseLong(parts[2]), parts[3], parts[4]))
                : Stream.empty();
    }

    boolean isForbidden() {
        return !expect.equals("Acceptable");
    }
}
