package dev.plumbline.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts main classes of this class path in processes of their own. */
final class JavaProcess {
    private JavaProcess() {}

    /**
     * Starts one. It has to end when its standard input does, which happens at the latest when this process ends.
     *
     * @param heap the bound of its heap, such as {@code 256m}
     */
    static Process start(String heap, Class<?> main, String... args) throws IOException {
        return start(heap, System.getProperty("java.class.path"), main.getName(), args);
    }

    /**
     * Starts one of another class path.
     *
     * @param heap the bound of its heap, such as {@code 256m}
     */
    static Process start(String heap, String classPath, String main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                classPath,
                main));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
