package dev.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's Python, which sees Debian's NumPy. */
final class Python {
    private static final Path PROGRAM = Path.of("/usr/bin/python3");
    private static final String INSTALL = "apt-get install -y python3-numpy python3-sklearn";

    private Python() {}

    /** Runs a script in a folder and returns what it prints. */
    static String run(Path folder, String script) throws IOException, InterruptedException {
        assertThat(Files.isExecutable(PROGRAM))
                .as(PROGRAM + " is there; else " + INSTALL)
                .isTrue();
        Process process = new ProcessBuilder(List.of(PROGRAM.toString(), "-c", script))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s(if a module is missing: %s)", said, INSTALL)
                .isZero();
        return said;
    }
}
