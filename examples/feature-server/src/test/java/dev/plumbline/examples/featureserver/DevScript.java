package dev.plumbline.examples.featureserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of {@code ./dev} in a folder of its own, which sees the tools that a test gives it and few others. */
final class DevScript {
    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
    private static final List<String> BASE_TOOLS = List.of(
            "awk",
            "bash",
            "cat",
            "chmod",
            "dirname",
            "env",
            "find",
            "grep",
            "head",
            "id",
            "kill",
            "mkdir",
            "mktemp",
            "true",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sleep",
            "sort",
            "tail",
            "tr");

    private final Path root;
    private final Path tools;
    private final Path jdk;

    DevScript(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("project"));
        tools = Files.createDirectories(folder.resolve("tools"));
        jdk = folder.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        Files.createDirectories(folder.resolve("tmp"));
        Files.copy(PROJECT.resolve("dev"), root.resolve("dev"));
        Files.createDirectory(root.resolve("scripts"));
        try (Stream<Path> scripts = Files.list(PROJECT.resolve("scripts"))) {
            for (Path script : (Iterable<Path>) scripts::iterator) {
                Files.copy(script, root.resolve("scripts").resolve(script.getFileName()));
            }
        }
        for (String name : BASE_TOOLS) {
            link(name);
        }
        // The server runs from this test's classes: its jar is not packaged yet.
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        program(
                jdk.resolve("bin/java"),
                "exec " + java + " -cp '" + System.getProperty("java.class.path") + "' " + Main.class.getName());
        program(jdk.resolve("bin/javac"), "echo javac 17.0.1");
        tool("mvn", "[ \"$1\" = -v ] || { echo \"mvn $*\" >>" + calls() + "; exit 0; }; echo Apache Maven 3.8.7");
    }

    Path root() {
        return root;
    }

    Path tools() {
        return tools;
    }

    /** The file in which the tools that stand for others note how they were called. */
    Path calls() {
        return root.resolveSibling("calls");
    }

    /** The folder for temporary files: whatever is in it was left behind. */
    Path temporary() {
        return root.resolveSibling("tmp");
    }

    /** Lets the script see the machine's own tool. */
    void link(String name) throws IOException {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            Path found = Path.of(folder, name);
            if (Files.isExecutable(found)) {
                Files.createSymbolicLink(tools.resolve(name), found);
                return;
            }
        }
        throw new IllegalStateException(name + " is not there: apt-get install -y " + name);
    }

    /** Gives the script a tool made of these lines of shell. */
    void tool(String name, String shell) throws IOException {
        Files.deleteIfExists(tools.resolve(name));
        program(tools.resolve(name), shell);
    }

    void jdkTool(String name, String shell) throws IOException {
        program(jdk.resolve("bin").resolve(name), shell);
    }

    /** Makes the demo's client of these lines of shell. */
    void client(String shell) throws IOException {
        program(root.resolveSibling("client"), shell);
    }

    private static void program(Path file, String shell) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + shell + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("Cannot make executable: " + file);
        }
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(root.resolve("dev").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(temporary().toFile());
        builder.environment().keySet().removeAll(List.of("RUNLEVEL", "DEBIAN_FRONTEND"));
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("TMPDIR", temporary().toString());
        builder.environment().put("DEMO_CLIENT", root.resolveSibling("client").toString());
        return builder.redirectErrorStream(true).start();
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** Whether a process still runs: one that has ended and waits for its parent to notice does not. */
    static boolean isRunning(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.exists(status)
                && Files.readAllLines(status).stream().noneMatch(line -> line.matches("State:\\s+[ZX].*"));
    }

    /** How a run ended, with all it printed. */
    record Ended(int code, String output) {
        String lastLine() {
            return output.lines().reduce("", (before, line) -> line);
        }
    }
}
