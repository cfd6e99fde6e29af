package dev.plumbline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Four processes of 250 threads on one cold key: how often the feature service is called. Then 1,000 keys that the four
 * processes hold and that end at one moment: how often it is called at the worst.
 */
final class Herd {
    private static final int PROCESSES = 4;
    private static final int WARM_UPS = 10;
    private static final int REPEATS = 20;
    private static final long FOR_GOOD_MILLIS = 3_600_000;

    private static final int KEYS = 1_000;
    private static final long FRESH_MILLIS = 2_000;
    private static final long REVALIDATE_MILLIS = 60_000;
    private static final int READS_PER_SECOND = 2_500;
    private static final long LOAD_MILLIS = 10_000;

    /** Calls for each cold key, in ascending order. */
    private record Calls(List<Integer> sorted) {
        double median() {
            return (sorted.get((REPEATS - 1) / 2) + sorted.get(REPEATS / 2)) / 2.0;
        }

        int worst() {
            return sorted.get(REPEATS - 1);
        }
    }

    private final HerdOrigin origin;
    private final HerdFleet fleet;
    private final JsonTable json = new JsonTable();
    private int reads;
    private int failed;

    private Herd(HerdOrigin origin, HerdFleet fleet) {
        this.origin = origin;
        this.fleet = fleet;
    }

    /** Prints the line and the table and writes both to herd.json. Every read has to succeed with the right value. */
    static void run(Path results) throws IOException {
        try (MemcachedProcess memcached = MemcachedProcess.start();
                HerdOrigin origin = new HerdOrigin();
                HerdFleet fleet = new HerdFleet(PROCESSES, origin.target(), memcached.address())) {
            Herd herd = new Herd(origin, fleet);
            herd.coldKey();
            herd.expiry();
            Files.writeString(results.resolve("herd.json"), herd.json.toString());
            System.out.println("bench herd reads=" + herd.reads + " failed=" + herd.failed);
            if (herd.failed > 0) {
                throw new IllegalStateException(herd.failed + " of " + herd.reads + " reads failed");
            }
        }
    }

    private void coldKey() throws IOException {
        Calls without = coldKey(false);
        Calls ours = coldKey(true);
        System.out.printf(
                Locale.ROOT,
                "bench herd ours=%s worst=%d without_leases=%s without_leases_worst=%d%n",
                trimmed(ours.median()),
                ours.worst(),
                trimmed(without.median()),
                without.worst());
    }

    private Calls coldKey(boolean leases) throws IOException {
        fleet.open(new HerdSetup("cold-" + leases, FOR_GOOD_MILLIS, 0, true, leases));
        List<Integer> calls = new ArrayList<>();
        for (int i = -WARM_UPS; i < REPEATS; i++) {
            origin.forget();
            HerdReads.Report report = together("herd cold-" + i);
            if (i >= 0) {
                calls.add(origin.load().calls());
                json.row()
                        .text("measured", "cold key")
                        .flag("leases", leases)
                        .number("originCalls", origin.load().calls())
                        .number("reads", report.reads())
                        .number("failed", report.failed())
                        .number("longestMicros", report.longestMicros());
            }
        }
        Collections.sort(calls);
        return new Calls(calls);
    }

    private HerdReads.Report together(String command) throws IOException {
        HerdReads.Report report = fleet.together(command);
        reads += report.reads();
        failed += report.failed();
        return report;
    }

    private void expiry() throws IOException {
        System.out.printf(
                "bench herd expiry: %d keys, fresh %d ms, %d processes of %d reads/s; origin, most in any 100 ms%n",
                KEYS, FRESH_MILLIS, PROCESSES, READS_PER_SECOND);
        System.out.printf(
                "bench herd expiry %-6s %-6s %-10s %8s %8s %10s %9s %12s%n",
                "leases", "jitter", "revalidate", "calls", "rows", "rows/s", "stale %", "p99 read ms");
        for (boolean revalidate : new boolean[] {false, true}) {
            for (boolean jitter : new boolean[] {false, true}) {
                for (boolean leases : new boolean[] {false, true}) {
                    expiry(leases, jitter, revalidate);
                }
            }
        }
    }

    private void expiry(boolean leases, boolean jitter, boolean revalidate) throws IOException {
        String namespace = "end-" + leases + "-" + jitter + "-" + revalidate;
        fleet.open(new HerdSetup(namespace, FRESH_MILLIS, revalidate ? REVALIDATE_MILLIS : 0, jitter, leases));
        together("fill " + KEYS);
        origin.forget();
        HerdReads.Report report = together("load " + KEYS + " " + READS_PER_SECOND + " " + LOAD_MILLIS);
        HerdOrigin.Load load = origin.load();
        System.out.printf(
                Locale.ROOT,
                "bench herd expiry %-6s %-6s %-10s %8d %8d %10.0f %9.1f %12.1f%n",
                leases ? "yes" : "no",
                jitter ? "yes" : "no",
                revalidate ? "yes" : "no",
                load.peakCalls(),
                load.peakEntities(),
                load.entities() * 1000.0 / LOAD_MILLIS,
                report.stale() * 100.0 / report.reads(),
                report.p99Micros() / 1e3);
        json.row()
                .text("measured", "expiry")
                .flag("leases", leases)
                .flag("jitter", jitter)
                .flag("staleWhileRevalidate", revalidate)
                .number("peakCallsIn100Millis", load.peakCalls())
                .number("peakRowsIn100Millis", load.peakEntities())
                .number("originCalls", load.calls())
                .number("originRows", load.entities())
                .number("reads", report.reads())
                .number("failed", report.failed())
                .number("stale", report.stale())
                .number("p99Micros", report.p99Micros())
                .number("longestMicros", report.longestMicros());
    }

    private static String trimmed(double number) {
        return number == Math.rint(number) ? Integer.toString((int) number) : Double.toString(number);
    }
}
