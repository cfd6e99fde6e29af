package dev.plumbline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A server of src/test/python as a process of its own. */
final class PythonServer implements AutoCloseable {
    private final Process process;
    private final String address;

    PythonServer(String script) throws IOException {
        process = new ProcessBuilder("/usr/bin/python3", "src/test/python/" + script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String port = new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine();
        assertThat(port)
                .as("/usr/bin/python3, as apt-get install -y python3 brings it")
                .isNotNull();
        address = "http://127.0.0.1:" + port.trim();
    }

    String address() {
        return address;
    }

    @Override
    public void close() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
