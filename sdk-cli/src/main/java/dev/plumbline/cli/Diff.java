package dev.plumbline.cli;

import dev.plumbline.transform.SpecDiff;
import dev.plumbline.transform.TransformSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/** Says what sets two specs apart. */
final class Diff {
    private static final int DIFFERENT = 3;

    private final PrintWriter out;

    Diff(PrintWriter out) {
        this.out = out;
    }

    int run(Path before, Path after) {
        SpecDiff diff = SpecDiff.between(TransformSpec.load(before), TransformSpec.load(after));
        out.println(diff);
        return diff.effect() == SpecDiff.Effect.NOTHING ? ExitCode.OK : DIFFERENT;
    }
}
