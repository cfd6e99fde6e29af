package dev.plumbline.internal;

import java.util.List;
import java.util.Locale;

/** The races of the long form as a page. Counts are rounded down to one digit, so that a run differs from the next little. */
final class RaceReport {
    private RaceReport() {}

    static String of(List<RaceOutcome> outcomes) {
        StringBuilder page = new StringBuilder("""
                # Races inside a client

                Outcomes of `./dev test long`, which runs the module `races` under jcstress: two threads at a time on one row, no
                outcome that is forbidden. Counts are rounded down to one digit.

                | race | outcome | seen, at least | it means |
                |---|---|---|---|
                """);
        for (RaceOutcome outcome : outcomes) {
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %,d | %s |%n",
                    outcome.race(),
                    outcome.outcome(),
                    rounded(outcome.count()),
                    outcome.meaning()));
        }
        long all = outcomes.stream().mapToLong(RaceOutcome::count).sum();
        return page.append(String.format(Locale.ROOT, "%nIn all at least %,d outcomes.%n", rounded(all)))
                .toString();
    }

    private static long rounded(long count) {
        long unit = 1;
        while (count / unit >= 10) {
            unit *= 10;
        }
        return count / unit * unit;
    }
}
