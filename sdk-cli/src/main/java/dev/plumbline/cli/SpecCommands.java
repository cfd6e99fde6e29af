package dev.plumbline.cli;

import dev.plumbline.transform.SpecFit;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands as they are typed. What they do is in a class for each. */
@Command(
        name = "spec",
        description = "Checks, explains and applies transform specs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a file is at fault, as the message says",
            "2:the command line is at fault",
            "3:diff found a difference"
        })
final class SpecCommands implements Runnable {
    private static final String SPEC = "a transform spec";
    private static final String DATA = "rows as CSV in UTF-8 with a header, or such a file as .gz";

    private final PrintWriter out;
    private final PrintWriter err;

    private SpecCommands(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(
                commandLine(utf8(FileDescriptor.out), utf8(FileDescriptor.err)).execute(args));
    }

    /** The commands, writing to these. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        return new CommandLine(new SpecCommands(out, err))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, err));
    }

    /** Names and texts of a spec are Unicode whatever the locale says. */
    private static PrintWriter utf8(FileDescriptor to) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), true);
    }

    @Override
    public void run() {
        commandLine(out, err).usage(out);
    }

    @Command(
            description = "Loads specs and runs their golden rows; prints what they are, or what is wrong.",
            mixinStandardHelpOptions = true)
    int check(@Parameters(paramLabel = "FILE", arity = "1..*", description = SPEC) List<Path> files) {
        return new Check(out, err).run(files);
    }

    @Command(
            description = "Prints the hashes of meaning (plb1:), binding (plb1b:) and layout (plb1l:), one a line.",
            mixinStandardHelpOptions = true)
    int fingerprint(
            @Parameters(paramLabel = "FILE", description = SPEC) Path file,
            @Option(names = "--short", description = "only 12 digits of each") boolean shortened) {
        return new Fingerprint(out).run(file, shortened);
    }

    @Command(
            description = "Says what a change of a spec does to a model that was trained before it.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:the specs mean and read the same", "3:they differ", "1:one of them is at fault"})
    int diff(
            @Parameters(paramLabel = "BEFORE", description = SPEC) Path before,
            @Parameters(paramLabel = "AFTER", description = SPEC) Path after) {
        return new Diff(out).run(before, after);
    }

    @Command(
            description = "Computes from rows what a spec marks as fit, and writes it into the spec's params.",
            mixinStandardHelpOptions = true)
    int fit(
            @Parameters(paramLabel = "FILE", description = SPEC) Path file,
            @Parameters(paramLabel = "DATA.csv", description = DATA) Path data,
            @Option(names = "--out", paramLabel = "FITTED", description = "the file to write; else FILE itself")
                    @Nullable Path target,
            @Option(
                            names = "--min-rows",
                            paramLabel = "N",
                            defaultValue = "" + SpecFit.MIN_ROWS,
                            showDefaultValue = Visibility.ALWAYS,
                            description = "the fewest rows to take parameters from")
                    int minRows,
            @Option(
                            names = "--dataset",
                            paramLabel = "TEXT",
                            description = "what provenance calls the rows; else the name of DATA.csv")
                    @Nullable String dataset,
            @Mixin CsvOptions csv) {
        String called = dataset == null ? String.valueOf(data.getFileName()) : dataset;
        return new Fit(out).run(file, data, csv.format(), target == null ? file : target, minRows, called);
    }

    @Command(
            description = "Says which input, which steps and which values make a slot of a row.",
            mixinStandardHelpOptions = true)
    int explain(
            @Parameters(paramLabel = "FILE", description = SPEC) Path file,
            @Parameters(
                            paramLabel = "ROW.json",
                            description = "an object from input to value; an input that it does not have is not found")
                    Path row,
            @Parameters(paramLabel = "SLOT", description = "number or name of the slot") String slot) {
        return new Explain(out).run(file, row, slot);
    }

    @Command(
            description = "Makes the vectors of all rows, for trainers; beside them OUT.plumbline.json.",
            mixinStandardHelpOptions = true)
    int vectorize(
            @Parameters(paramLabel = "FILE", description = SPEC) Path file,
            @Parameters(paramLabel = "DATA.csv", description = DATA) Path data,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "OUT",
                            description = "a .csv, or for NumPy a .npy; a SciPy .npz if sparse")
                    Path target,
            @Option(
                            names = "--on-error",
                            defaultValue = "fail",
                            showDefaultValue = Visibility.ALWAYS,
                            description = "what becomes of a row that the spec refuses: ${COMPLETION-CANDIDATES}")
                    OnError onError,
            @Mixin CsvOptions csv) {
        return new Vectorize(out, err).run(file, data, csv.format(), target, onError);
    }
}
