package dev.plumbline.cli;

import dev.plumbline.transform.SpecException;
import dev.plumbline.transform.SpecInput;
import dev.plumbline.transform.TransformSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** Loads specs, and says what they are or what is wrong. */
final class Check {
    private final PrintWriter out;
    private final PrintWriter err;

    Check(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    int run(List<Path> files) {
        int code = ExitCode.OK;
        for (Path file : files) {
            try {
                print(file, TransformSpec.load(file));
            } catch (SpecException e) {
                err.println(e.getMessage());
                code = ExitCode.SOFTWARE;
            }
        }
        return code;
    }

    private void print(Path file, TransformSpec spec) {
        out.println(file + ": ok");
        line("name", spec.name());
        line("version", spec.version());
        line("output", spec.outputName() + ": " + spec.vectorizer().width() + " slots of " + spec.outputType());
        line("fingerprint", spec.fingerprint());
        line("binding", spec.bindingHash());
        line("layout", spec.layoutHash());
        for (SpecInput input : spec.inputs()) {
            line("input", input.name() + ": " + input.type() + " from " + input.source() + ":" + input.feature());
        }
        spec.warnings().forEach(warning -> line("warning", warning));
    }

    private void line(String what, String value) {
        out.println("  " + what + " ".repeat(12 - what.length()) + value);
    }
}
