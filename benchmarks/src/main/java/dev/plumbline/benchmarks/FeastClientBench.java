package dev.plumbline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Our client against the one that Feast publishes for Java, on the same server, each in a process of its own: theirs needs
 * other versions of gRPC and protobuf.
 */
public final class FeastClientBench {
    private static final int ENTITIES = 100;
    private static final int FEATURES = 50;

    private record Cost(long calls, double cpuMicros, double octets, double sum) {}

    private FeastClientBench() {}

    /**
     * Prints one line and writes feast-client.json.
     *
     * @param args the jar that runs Feast's client
     * @throws IOException if a process cannot be started or the result not be written
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Cost ours;
        Cost theirs;
        try (FeastPreparedServer server = FeastPreparedServer.start(ENTITIES, FEATURES)) {
            String[] what = {Integer.toString(server.port()), Integer.toString(ENTITIES), Integer.toString(FEATURES)};
            ours = cost(JavaProcess.start("512m", FeastClientRun.class, what));
            theirs = cost(JavaProcess.start("512m", args[0], "dev.plumbline.benchmarks.feast.FeastPeerRun", what));
        }
        if (ours.sum() != theirs.sum()) {
            throw new IllegalStateException("we read " + ours.sum() + ", Feast's client " + theirs.sum());
        }
        System.out.printf(
                Locale.ROOT,
                "bench feast-client ours=%.3fus_cpu/row baseline=%.3fus_cpu/row ratio=%.2f"
                        + " alloc_ours=%.0fB/row alloc_baseline=%.0fB/row alloc_ratio=%.1f%n",
                ours.cpuMicros(),
                theirs.cpuMicros(),
                theirs.cpuMicros() / ours.cpuMicros(),
                ours.octets(),
                theirs.octets(),
                theirs.octets() / ours.octets());
        JsonTable table = new JsonTable();
        row(table, "plumbline", ours);
        row(table, "feast-serving-client 0.38.0", theirs);
        Files.writeString(
                Files.createDirectories(Path.of(System.getProperty("plumbline.bench.results", "benchmarks/results")))
                        .resolve("feast-client.json"),
                table.toString());
    }

    private static void row(JsonTable table, String client, Cost cost) {
        table.row()
                .text("client", client)
                .number("calls", cost.calls())
                .number("cpuNanosPerRow", cost.cpuMicros() * 1000)
                .number("octetsPerRow", cost.octets());
    }

    private static Cost cost(Process process) throws IOException, InterruptedException {
        String line;
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            line = said.readLine();
        }
        if (process.waitFor() != 0 || line == null) {
            throw new IllegalStateException("a client failed, see above");
        }
        String[] words = line.split(" ", -1);
        return new Cost(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]) / 1e3 / ENTITIES,
                Long.parseLong(words[2]) / (double) ENTITIES,
                Double.parseDouble(words[3]));
    }
}
