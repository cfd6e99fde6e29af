package dev.plumbline.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a command said and how it ended.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record Run(int code, String out, String err) {
    static Run spec(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = SpecCommands.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new Run(code, out.toString(), err.toString());
    }

    /** {@code spec vectorize}, for the columns of the flights. */
    static Run vectorizeFlights(Path spec, Path data, Path out, String... more) {
        Stream<Object> args = Stream.concat(
                Stream.of("vectorize", spec, data, "--out", out, "--columns", "departure=date", "--zone", "UTC"),
                Stream.of(more));
        return spec(args.toArray());
    }
}
