package dev.plumbline.cache.tiered;

import dev.plumbline.feature.StalenessBounds;
import java.util.List;

/** Writes what the scenarios came to as a page of documentation. */
final class StampedeReport {
    private static final String HEAD = """
            # Stampedes, simulated

            What a fleet of %1$,d processes asks of its feature service when many of them want the same row at once. This page and
            its picture are written by `./dev simulate`; `./dev test` simulates again and fails if they differ, so that a change of
            policy shows here as a diff.

            ![Calls of the origin per 100 ms](stampede.svg)

            ## What is simulated

            - Each process is a real `FeatureClient` with a near tier and a far tier of its own; what decides is the product's code,
              with its defaults where a row of a table does not say otherwise:
              %2$s.
            - Time is virtual: one thread, one queue of tasks, clients' random numbers from seeds. So the figures are the same in
              every run and on every machine, and hours of the clients' time take seconds.
            - memcached is %3$d nodes in memory that answer the product's far tier as memcached 1.6 does, %4$d us there and back; without
              leases they are servers that know the plain commands only.
            - The origin serves a call in %5$d ms, %6$d calls at once, and lets the others queue. A call is one fetch that arrives,
              retries included, be it for one key or for many.
            - Not simulated: CPU, garbage collection, the network's bandwidth, lost packets, clocks that disagree.

            "Waited" counts reads that took longer than 100 ms, "failed" those that ended with an exception, "stale" those that
            were answered with a row past its fresh bound, in thousandths of the reads.
            """;

    private StampedeReport() {}

    static String write(int processes, List<StampedeScenario> scenarios) {
        StringBuilder page = new StringBuilder(HEAD.formatted(
                processes,
                StalenessBounds.ofDefaults(),
                StampedeWorld.ADDRESSES.size(),
                StampedeWorld.LATENCY.toNanos() / 1_000,
                SimulatedOrigin.SERVICE_TIME.toMillis(),
                SimulatedOrigin.CAPACITY));
        scenarios.forEach(scenario -> write(page, scenario));
        return page.toString();
    }

    private static void write(StringBuilder page, StampedeScenario scenario) {
        StampedeScenario.Window window = scenario.window();
        page.append("\n## ").append(scenario.title()).append("\n\n").append(scenario.text());
        page.append("\n| policy | reads | origin calls | ");
        page.append(window == null ? "" : window.title() + " | ");
        page.append("peak per 100 ms | waited | failed | stale, per mille |\n|---|--:|--:|--:|--:|--:|--:|");
        page.append(window == null ? "\n" : "--:|\n");
        for (StampedeResult result : scenario.results()) {
            page.append("| ").append(result.name()).append(" | ");
            page.append(result.reads()).append(" | ");
            page.append(result.calls()).append(" | ");
            page.append(window == null ? "" : result.calls(window.fromSlice(), window.toSlice()) + " | ");
            page.append(result.peak()).append(" | ");
            page.append(result.waited()).append(" | ");
            page.append(result.failed()).append(" | ");
            page.append(result.stalePermille()).append(" |\n");
        }
    }
}
