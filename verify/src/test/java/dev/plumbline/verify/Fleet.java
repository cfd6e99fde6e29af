package dev.plumbline.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes with a client each. They end with this process, however that ends. */
final class Fleet implements AutoCloseable {
    private record Member(Process process, Writer in, BufferedReader out) {}

    private final List<Member> members = new ArrayList<>();

    Fleet(int processes, String target, Memcached memcached, boolean leases) throws IOException {
        for (int i = 0; i < processes; i++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            FleetMember.class.getName(),
                            target,
                            memcached.address(),
                            Boolean.toString(leases))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            members.add(new Member(
                    process,
                    process.outputWriter(StandardCharsets.UTF_8),
                    process.inputReader(StandardCharsets.UTF_8)));
        }
    }

    void say(String line) throws IOException {
        for (Member member : members) {
            member.in().write(line + "\n");
            member.in().flush();
        }
    }

    /** The next line of each. */
    List<String> hear() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Member member : members) {
            String line = member.out().readLine();
            if (line == null) {
                throw new AssertionError("a process of the fleet ended, see above");
            }
            lines.add(line);
        }
        return lines;
    }

    /** Ends all processes without a word, as SIGKILL does. */
    void kill() throws InterruptedException {
        for (Member member : members) {
            member.process().destroyForcibly();
        }
        for (Member member : members) {
            if (!member.process().waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + member.process().pid() + " does not end");
            }
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
