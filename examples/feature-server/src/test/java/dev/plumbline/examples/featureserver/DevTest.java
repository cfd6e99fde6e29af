package dev.plumbline.examples.featureserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The project's entry point, with stand-ins for Maven, the package manager and the client. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DevTest {
    private static final String HANG = "exec tail -f /dev/null";

    /** Stops the server, starts it again and waits until it listens; each time it tells the server's pid. */
    private static final String RESTART = """
            echo "server $DEMO_SERVER_PID"
            [ "$(cat "$DEMO_SERVER_PID_FILE")" = "$DEMO_SERVER_PID" ] || exit 11
            listens() { (: </dev/tcp/"${DEMO_TARGET/://}") 2>/dev/null; }
            (: </dev/tcp/"${DEMO_MEMCACHED/://}") || exit 12
            listens || exit 13
            kill "$DEMO_SERVER_PID"
            while listens; do sleep 0.05; done
            "$DEMO_SERVER_START" &
            until listens; do sleep 0.05; done
            [ "$(cat "$DEMO_SERVER_PID_FILE")" = "$!" ] || exit 14
            echo "server $!"
            """;

    @SuppressWarnings("NullAway.Init") // set by copy
    private DevScript dev;

    @BeforeEach
    void copy(@TempDir Path folder) throws IOException {
        dev = new DevScript(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void help_isPrinted(String command) throws IOException, InterruptedException {
        DevScript.Ended ended = dev.run(command);

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).startsWith("usage: ./dev COMMAND").contains("demo", "test [long]", "bench", "fmt");
        assertThat(dev.run()).isEqualTo(ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "test,short", "demo,twice", "bench,a,b"})
    void unknownCommand_is2(String command) throws IOException, InterruptedException {
        DevScript.Ended ended = dev.run(command.split(",", -1));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).startsWith("dev: ").contains("usage: ./dev COMMAND");
    }

    @Test
    void missingTool_ordinaryUser_tellsTheCommand() throws IOException, InterruptedException {
        dev.tool("id", "echo 1000");
        dev.tool("sudo", "exit 1");
        dev.tool("apt-get", "echo apt-get $* >>" + dev.calls());

        DevScript.Ended ended = dev.run("demo");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.output())
                .contains("missing or too old: memcached (")
                .contains("sudo apt-get update && sudo env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive"
                        + " apt-get install -y --no-install-recommends memcached\n");
        assertThat(dev.calls()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1000, 'shift; exec \"$@\"'"})
    void missingTool_whoMay_installsIt(String user, String sudo) throws IOException, InterruptedException {
        dev.tool("id", "echo " + user);
        dev.tool("sudo", sudo);
        dev.tool("mvn", "echo Apache Maven 3.6.3");
        dev.tool("apt-get", """
                echo "apt-get $* RUNLEVEL=$RUNLEVEL $DEBIAN_FRONTEND" >>CALLS
                [ "$1" = update ] || printf '#!/bin/sh\\necho Apache Maven 3.8.7 >>CALLS; tail -n 1 CALLS\\n' >TOOLS/mvn
                """.replace("CALLS", dev.calls().toString())
                .replace("TOOLS", dev.tools().toString()));

        DevScript.Ended ended = dev.run("fmt");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).startsWith("dev: missing or too old: mvn; installing: maven\n");
        assertThat(Files.readAllLines(dev.calls()))
                .startsWith(
                        "apt-get update -q RUNLEVEL= ",
                        "apt-get install -y --no-install-recommends maven RUNLEVEL=1 noninteractive");
    }

    @Test
    void toolStillMissing_is3() throws IOException, InterruptedException {
        dev.tool("id", "echo 0");
        dev.tool("apt-get", "exit 0");
        dev.jdkTool("javac", "echo javac 11.0.2");

        DevScript.Ended ended = dev.run("fmt");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.lastLine()).contains("still missing or too old", "openjdk-17-jdk-headless", "javac");
    }

    @Test
    void simulate_runsTheSimulationAndLetsItWrite() throws IOException, InterruptedException {
        DevScript.Ended ended = dev.run("simulate");

        assertThat(ended.code()).isZero();
        assertThat(ended.lastLine()).contains("docs/simulation/stampede.md");
        assertThat(dev.calls()).content().contains("-Dtest=StampedeSimulationTest", "-Dplumbline.simulate=true");
    }

    @Test
    void test_countsTheReports() throws IOException, InterruptedException {
        giveTestTools();
        report("old/target/surefire-reports/TEST-Gone.xml", 100, 0, 0, 0);
        dev.tool("mvn", mavenThatReports(0));

        assertThat(dev.run("test", "long").lastLine()).isEqualTo("12 passed, 0 failed");
        assertThat(dev.calls()).content().contains("-B install -Dplumbline.long=true");
    }

    @Test
    void test_countsFailuresAndSkips() throws IOException, InterruptedException {
        giveTestTools();
        report("../reports/TEST-C.xml", 7, 1, 2, 3);
        dev.tool("mvn", mavenThatReports(1));

        DevScript.Ended ended = dev.run("test");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lastLine()).isEqualTo("13 passed, 3 failed, 3 skipped");
    }

    @Test
    void test_buildThatFails_isNotPassed() throws IOException, InterruptedException {
        giveTestTools();
        dev.tool("mvn", mavenThatReports(1));

        DevScript.Ended ended = dev.run("test");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lastLine()).startsWith("test: the build failed").doesNotContain("passed");
    }

    private void giveTestTools() throws IOException {
        for (String tool : List.of(
                "memcached", "nutcracker", "redis-server", "initdb", "promtool", "protoc", "grpc_python_plugin")) {
            dev.tool(tool, "exit 1");
        }
        report("../reports/TEST-A.xml", 10, 0, 0, 0);
        report("../reports/TEST-B.xml", 2, 0, 0, 0);
    }

    private String mavenThatReports(int code) throws IOException {
        dev.link("cp");
        return """
                [ "$1" = -v ] && { echo Apache Maven 3.9.9; exit; }
                echo "$*" >>CALLS
                mkdir -p m/target/surefire-reports && cp ../reports/* m/target/surefire-reports
                exit CODE
                """.replace("CALLS", dev.calls().toString()).replace("CODE", Integer.toString(code));
    }

    private void report(String path, int tests, int errors, int failures, int skipped) throws IOException {
        Path file = dev.root().resolve(path).normalize();
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite xmlns:xsi="x" name="T" time="1.5" tests="%d" errors="%d" skipped="%d" failures="%d">
                  <system-out><testsuite tests="1000"></system-out>
                </testsuite>
                """.formatted(tests, errors, skipped, failures));
    }

    @Test
    void demo_clientStopsAndRestartsTheServer() throws IOException, InterruptedException {
        dev.link("memcached");
        dev.client(RESTART);

        DevScript.Ended ended = dev.run("demo");

        assertThat(ended.lastLine()).as(ended.output()).isEqualTo("demo: ok");
        assertThat(ended.code()).isZero();
        assertNothingIsLeft(pidsIn(ended.output().lines().toList()), 3);
    }

    @Test
    void demo_clientFails_isItsCode() throws IOException, InterruptedException {
        dev.link("memcached");
        dev.client(RESTART + "echo no fresh read; exit 7");

        DevScript.Ended ended = dev.run("demo");

        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.output()).contains("no fresh read").doesNotContain("demo: ok");
        assertThat(ended.lastLine()).isEqualTo("demo: failed: the client ended with code 7, see above");
        assertNothingIsLeft(pidsIn(ended.output().lines().toList()), 3);
    }

    @Test
    void demo_buildFails_showsItsLog() throws IOException, InterruptedException {
        dev.link("memcached");
        dev.tool("mvn", "[ \"$1\" = -v ] || { echo cannot find symbol; exit 1; }; echo Apache Maven 3.8.7");

        DevScript.Ended ended = dev.run("demo");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("cannot find symbol");
        assertNothingIsLeft(List.of(), 0);
    }

    @Test
    void demo_serverDoesNotStart_showsItsLog() throws IOException, InterruptedException {
        dev.link("memcached");
        dev.jdkTool("java", "echo no memory; exit 1");

        DevScript.Ended ended = dev.run("demo");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output())
                .contains("no memory")
                .endsWith("demo: the feature server did not start, see above\n");
        assertNothingIsLeft(pidsIn(ended.output().lines().toList()), 1);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void demo_signalWhileTheClientRuns_leavesNothing(String signal, int code) throws IOException, InterruptedException {
        dev.link("memcached");
        dev.client(RESTART + "echo \"client $$\"\n" + HANG);

        assertNothingIsLeft(signalAt("client ", signal, code), 4);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void demo_signalWhileBuilding_leavesNothing(String signal, int code) throws IOException, InterruptedException {
        dev.link("memcached");
        Path started = dev.root().resolveSibling("started");
        new ProcessBuilder("mkfifo", started.toString()).start().waitFor();
        dev.tool("mvn", "[ \"$1\" = -v ] || { echo $$ >" + started + "; " + HANG + "; }; echo Apache Maven 3.8.7");

        Process demo = dev.start("demo");
        // Answers when the stand-in for Maven has come to write its pid.
        long build = Long.parseLong(Files.readString(started).strip());
        signal(demo, signal);

        assertThat(demo.waitFor()).isEqualTo(code);
        assertNothingIsLeft(List.of(build), 1);
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Starts the demo, sends it a signal when it prints a line of this start, and returns all pids that it told. */
    private List<Long> signalAt(String start, String signal, int code) throws IOException, InterruptedException {
        Process demo = dev.start("demo");
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = demo.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith(start)) {
                    new ProcessBuilder("kill", "-" + signal, Long.toString(demo.pid()))
                            .start()
                            .waitFor();
                }
            }
        }
        assertThat(demo.waitFor()).as(String.join("\n", lines)).isEqualTo(code);
        return pidsIn(lines);
    }

    private static List<Long> pidsIn(Collection<String> lines) {
        return lines.stream()
                .filter(line -> line.matches("(server|client|demo: memcached on .*, pid) \\d+"))
                .map(line -> Long.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    private void assertNothingIsLeft(List<Long> pids, int expected) throws IOException {
        assertThat(pids).hasSize(expected);
        for (long pid : pids) {
            assertThat(DevScript.isRunning(pid)).as("process " + pid + " runs").isFalse();
        }
        assertThat(dev.temporary()).isEmptyDirectory();
    }
}
