package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's Python, which sees Debian's NumPy. */
final class Python {
    private static final Path PROGRAM = Path.of("/usr/bin/python3");

    private Python() {}

    /** Runs a script in a folder and returns what it prints. */
    static String run(Path folder, String script, String... arguments) throws IOException, InterruptedException {
        assertThat(Files.isExecutable(PROGRAM) && ends(folder, "import numpy, scipy, sklearn"))
                .as("NumPy, SciPy and scikit-learn are there: apt-get install -y python3-numpy python3-sklearn")
                .isTrue();
        Process process = start(folder, script, arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static boolean ends(Path folder, String script) throws IOException, InterruptedException {
        Process process = start(folder, script);
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    private static Process start(Path folder, String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-c", script));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        return process;
    }
}
