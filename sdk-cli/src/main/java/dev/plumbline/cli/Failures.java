package dev.plumbline.cli;

import dev.plumbline.transform.SpecException;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;

/** What a failure looks like: one line if something of the user's is at fault, a stack trace if it is the program. */
final class Failures {
    private Failures() {}

    static int report(Exception failure, PrintWriter err) {
        if (failure instanceof SpecException || failure instanceof CommandException) {
            err.println(failure.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }
}
