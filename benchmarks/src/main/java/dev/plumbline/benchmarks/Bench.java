package dev.plumbline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks by name and prints one line for each: our figure, the baseline's, their ratio, and the garbage of both. */
public final class Bench {
    /**
     * A benchmark and how to read it.
     *
     * @param name its name on the command line
     * @param type the class with methods {@code ours} and {@code baseline}
     * @param param the value of its parameter, if it has one
     * @param faster whether the ratio says how many times faster we are; otherwise how many times the cost
     */
    private record Entry(String name, Class<?> type, Optional<String> param, boolean faster) {}

    private static final List<Entry> ALL = List.of(
            new Entry("near-hit", NearHitBenchmark.class, Optional.empty(), false),
            new Entry("far-hit", FarHitBenchmark.class, Optional.empty(), false),
            new Entry("far-bulk", FarBulkBenchmark.class, Optional.empty(), false),
            new Entry("decode", DecodeBenchmark.class, Optional.empty(), true),
            new Entry("decode-feast", FeastDecodeBenchmark.class, Optional.empty(), true),
            new Entry("rpc-batch", RpcBatchBenchmark.class, Optional.empty(), true),
            new Entry("decode-native", NativeDecodeBenchmark.class, Optional.empty(), true),
            new Entry("rpc-native", NativeRpcBenchmark.class, Optional.empty(), true),
            new Entry("http-batch", HttpBatchBenchmark.class, Optional.empty(), true),
            new Entry("rpc-feast", FeastRpcBenchmark.class, Optional.empty(), true),
            new Entry("merge", MergeBenchmark.class, Optional.empty(), true),
            new Entry("transform", TransformBenchmark.class, Optional.of("mixed"), false),
            new Entry("transform-zscore", TransformBenchmark.class, Optional.of("zscore"), false),
            new Entry("transform-batch", TransformBatchBenchmark.class, Optional.empty(), false));

    /** A measurement that prints for itself. */
    @FunctionalInterface
    private interface Table {
        void run(Path results) throws IOException, InterruptedException;
    }

    private static final Map<String, Table> TABLES = new TreeMap<>(Map.of("far-cost", FarCost::run, "herd", Herd::run));

    private Bench() {}

    /**
     * Runs the benchmarks whose names begin with an argument, or all.
     *
     * @param args names
     * @throws RunnerException if JMH fails
     * @throws IOException if the results cannot be written
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
        Predicate<String> chosen =
                own -> args.length == 0 || Arrays.stream(args).anyMatch(name -> matches(own, name));
        List<String> names = Stream.concat(ALL.stream().map(Entry::name), TABLES.keySet().stream())
                .toList();
        if (names.stream().noneMatch(chosen)) {
            System.err.println("no benchmark of that name; there are: " + String.join(", ", names));
            System.exit(2);
        }
        for (Entry entry : ALL) {
            if (chosen.test(entry.name())) {
                run(entry, results());
            }
        }
        for (Map.Entry<String, Table> table : TABLES.entrySet()) {
            if (chosen.test(table.getKey())) {
                table.getValue().run(results());
            }
        }
    }

    /**
     * Runs one benchmark and prints its line, with the ratio of costs.
     *
     * @param name its name
     * @param type the class with methods {@code ours} and {@code baseline}
     * @throws RunnerException if JMH fails
     * @throws IOException if the result cannot be written
     */
    public static void run(String name, Class<?> type) throws RunnerException, IOException {
        run(new Entry(name, type, Optional.empty(), false), results());
    }

    private static Path results() throws IOException {
        return Files.createDirectories(Path.of(System.getProperty("plumbline.bench.results", "benchmarks/results")));
    }

    private static boolean matches(String own, String name) {
        return own.equals(name) || own.startsWith(name + "-");
    }

    private static void run(Entry entry, Path results) throws RunnerException {
        var options = new OptionsBuilder()
                .include(entry.type().getName() + "\\.")
                .forks(1)
                .warmupIterations(12)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(Integer.getInteger("plumbline.bench.iterations", 8))
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .jvmArgsAppend("-Xms1g", "-Xmx1g")
                .resultFormat(ResultFormatType.JSON)
                .result(results.resolve(entry.name() + ".json").toString());
        entry.param().ifPresent(value -> options.param("spec", value));
        print(entry, new Runner((Options) options.build()).run());
    }

    private static void print(Entry entry, Collection<RunResult> runs) {
        RunResult ours = find(runs, "ours");
        RunResult baseline = find(runs, "baseline");
        double cost = nanosPerOperation(ours) / nanosPerOperation(baseline);
        System.out.printf(
                Locale.ROOT,
                "bench %s ours=%s baseline=%s ratio=%.2f alloc_ours=%.0fB alloc_baseline=%.0fB%n",
                entry.name(),
                figure(ours),
                figure(baseline),
                entry.faster() ? 1 / cost : cost,
                allocation(ours),
                allocation(baseline));
    }

    private static RunResult find(Collection<RunResult> runs, String method) {
        return runs.stream()
                .filter(run -> run.getParams().getBenchmark().endsWith("." + method))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no result of " + method));
    }

    private static double nanosPerOperation(RunResult run) {
        Result<?> result = run.getPrimaryResult();
        return result.getScoreUnit().startsWith("ops") ? 1e9 / result.getScore() : result.getScore();
    }

    private static String figure(RunResult run) {
        Result<?> result = run.getPrimaryResult();
        return String.format(Locale.ROOT, "%.1f%s", result.getScore(), result.getScoreUnit());
    }

    private static double allocation(RunResult run) {
        return run.getSecondaryResults().entrySet().stream()
                .filter(result -> result.getKey().endsWith("gc.alloc.rate.norm"))
                .mapToDouble(result -> result.getValue().getScore())
                .findFirst()
                .orElse(Double.NaN);
    }
}
