package dev.plumbline.cli;

import dev.plumbline.transform.TransformSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** Prints the hashes of a spec. */
final class Fingerprint {
    private static final int SHORT_DIGITS = 12;

    private final PrintWriter out;

    Fingerprint(PrintWriter out) {
        this.out = out;
    }

    int run(Path file, boolean shortened) {
        TransformSpec spec = TransformSpec.load(file);
        for (String hash : List.of(spec.fingerprint(), spec.bindingHash(), spec.layoutHash())) {
            out.println(shortened ? hash.substring(0, hash.indexOf(':') + 1 + SHORT_DIGITS) : hash);
        }
        return ExitCode.OK;
    }
}
