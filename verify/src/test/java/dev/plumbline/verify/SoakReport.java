package dev.plumbline.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The soak's figures as a page of docs/reports. The layout is always the same; there is no date. */
final class SoakReport {
    private static final Path FILE = Path.of("..", "docs", "reports", "soak.md");

    private final StringBuilder text = new StringBuilder();

    private SoakReport() {}

    static void write(
            Duration time, long seed, SoakLoad load, long fetches, NodeFaults faults, Footprint before, Footprint after)
            throws IOException {
        SoakReport report = new SoakReport();
        report.line("# Soak");
        report.line("");
        report.line(
                "Written by `./dev test long`. " + SoakLoad.THREADS + " threads read hot and cold keys, one at a time"
                        + " and 20 at once, while three memcached nodes are killed, stopped, continued and restarted at random.");
        report.line("A read is late if it took longer than its deadline of " + SoakLoad.DEADLINE.toMillis() + " ms, "
                + SoakLoad.SLACK.toMillis() + " ms, and what the machine itself stood still meanwhile. Before is after"
                + " the warm-up, after is when all nodes are back.");
        report.line("");
        report.row("what", "count");
        report.row("---", "---");
        report.row("seconds", time.toSeconds());
        report.row("seed", seed);
        report.row("reads of one key", load.reads.sum());
        report.row("reads of 20 keys", load.batches.sum());
        report.row("rows from the near tier", load.nearRows.sum());
        report.row("rows from the far tier", load.farRows.sum());
        report.row("rows from the origin", load.originRows.sum());
        report.row("origin calls", fetches);
        for (NodeFaults.Fault fault : NodeFaults.Fault.values()) {
            report.row("faults: " + fault.name().toLowerCase(java.util.Locale.ROOT), faults.count(fault));
        }
        report.row("errors", load.errors.sum());
        report.row("wrong rows", load.wrong.sum());
        report.row("late reads", load.late.sum());
        report.row("timeouts while the machine stood still", load.stalled.sum());
        report.row("longest read, ms", TimeUnit.NANOSECONDS.toMillis(load.longestNanos.get()));
        report.row("sockets and selectors, before", before.descriptors());
        report.row("sockets and selectors, after", after.descriptors());
        report.row("threads, before", before.threads());
        report.row("threads, after", after.threads());
        report.row("heap after a collection, MiB, before", before.heap() >> 20);
        report.row("heap after a collection, MiB, after", after.heap() >> 20);
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, report.text);
    }

    private void row(String what, long count) {
        row(what, Long.toString(count));
    }

    private void row(String what, String count) {
        line("| " + what + " | " + count + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
