package dev.plumbline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the far tier adds to a blocking read whose origin answers at once, by the state that memcached is in. */
final class FarCost {
    private record Cost(
            FarState state, long reads, long far, double p50, double p99, double max, long slow, long octets) {}

    private FarCost() {}

    /** Prints the table and writes it to far-cost.json. */
    static void run(Path results) throws IOException, InterruptedException {
        List<Cost> costs = new ArrayList<>();
        for (FarState state : FarState.values()) {
            costs.add(measure(state));
        }
        double without = costs.get(0).p50();
        System.out.printf(
                Locale.ROOT,
                "bench far-cost %-5s %9s %9s %9s %11s %8s %10s %7s%n",
                "far",
                "p50 us",
                "added us",
                "p99 us",
                "longest us",
                ">= 5 ms",
                "reads",
                "B/read");
        for (Cost cost : costs) {
            System.out.printf(
                    Locale.ROOT,
                    "bench far-cost %-5s %9.1f %9.1f %9.1f %11.1f %8d %10d %7d%n",
                    name(cost.state()),
                    cost.p50(),
                    cost.p50() - without,
                    cost.p99(),
                    cost.max(),
                    cost.slow(),
                    cost.reads(),
                    cost.octets());
        }
        Files.writeString(results.resolve("far-cost.json"), json(costs));
    }

    private static Cost measure(FarState state) throws IOException, InterruptedException {
        Process process = JavaProcess.start("1g", FarCostRun.class, state.name());
        String line;
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            line = said.readLine();
        }
        if (process.waitFor() != 0 || line == null) {
            throw new IllegalStateException("the run with the far tier " + name(state) + " failed, see above");
        }
        String[] words = line.split(" ", -1);
        return new Cost(
                state,
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]) / 1e3,
                Long.parseLong(words[3]) / 1e3,
                Long.parseLong(words[4]) / 1e3,
                Long.parseLong(words[5]),
                Long.parseLong(words[6]));
    }

    private static String name(FarState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String json(List<Cost> costs) {
        JsonTable table = new JsonTable();
        for (Cost cost : costs) {
            table.row()
                    .text("far", name(cost.state()))
                    .text("meaning", cost.state().words())
                    .number("p50Micros", cost.p50())
                    .number("p99Micros", cost.p99())
                    .number("longestMicros", cost.max())
                    .number("readsOf5MillisOrMore", cost.slow())
                    .number("reads", cost.reads())
                    .number("answeredByMemcached", cost.far())
                    .number("octetsPerRead", cost.octets());
        }
        return table.toString();
    }
}
