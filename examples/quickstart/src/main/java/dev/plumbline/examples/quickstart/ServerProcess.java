package dev.plumbline.examples.quickstart;

import static dev.plumbline.examples.quickstart.DemoFailure.unless;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** The feature server as a process: ended by its pid, started by the program that the demo is told. */
final class ServerProcess {
    private final DemoSettings settings;

    ServerProcess(DemoSettings settings) {
        this.settings = settings;
    }

    long pid() throws IOException {
        return Long.parseLong(Files.readString(settings.serverPidFile()).trim());
    }

    void stop() throws Exception {
        long pid = pid();
        ProcessHandle server = ProcessHandle.of(pid)
                .orElseThrow(() -> new DemoFailure("the feature server, pid " + pid + ", is not running"));
        unless(server.destroy(), "the feature server, pid " + pid + ", cannot be stopped");
        server.onExit().get(10, TimeUnit.SECONDS);
        System.out.println("stopped pid " + pid);
    }

    void start() throws IOException, InterruptedException {
        long before = pid();
        new ProcessBuilder(settings.serverStart().toString()).start();
        for (int tenths = 0; pid() == before; tenths++) {
            unless(tenths < 100, "the feature server was not started again");
            Thread.sleep(100);
        }
        System.out.println("started pid " + pid());
    }
}
