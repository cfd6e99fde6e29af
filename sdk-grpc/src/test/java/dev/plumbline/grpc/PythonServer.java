package dev.plumbline.grpc;

import com.google.protobuf.Struct;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A server of src/test/python as a process of its own. */
final class PythonServer implements AutoCloseable {
    private static final String INSTALL = "install what the test needs: "
            + "apt-get install -y python3-grpcio python3-protobuf protobuf-compiler protobuf-compiler-grpc";
    private static final Path PROTO = Path.of("src/main/resources/dev/plumbline/grpc/proto");
    private static final Path GENERATED = Path.of("target/python");

    private final Process process;
    private final int port;

    /**
     * Starts a server.
     *
     * @param script its file
     * @param protos the files of messages that it needs
     */
    PythonServer(String script, String... protos) throws IOException, InterruptedException {
        for (String proto : protos) {
            generate(proto);
        }
        Path log = GENERATED.resolve(script + ".log");
        process = new ProcessBuilder("/usr/bin/python3", "src/test/python/" + script, GENERATED.toString())
                .redirectError(log.toFile())
                .start();
        String line = new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            close();
            throw new AssertionError("the server did not start: " + Files.readString(log) + "\n" + INSTALL);
        }
        port = Integer.parseInt(line.trim());
    }

    private static void generate(String proto) throws IOException, InterruptedException {
        Files.createDirectories(GENERATED);
        // Debian keeps protobuf's own messages in yet another package; the Java library carries the same ones.
        for (String name : List.of("google/protobuf/struct.proto", "google/protobuf/timestamp.proto")) {
            Path copy = GENERATED.resolve(name);
            Files.createDirectories(copy.getParent());
            try (InputStream in = Struct.class.getResourceAsStream("/" + name)) {
                Files.write(copy, Objects.requireNonNull(in).readAllBytes());
            }
        }
        Path log = GENERATED.resolve("protoc.log");
        try {
            Process protoc = new ProcessBuilder(List.of(
                            "protoc",
                            "--proto_path=" + PROTO,
                            "--proto_path=" + GENERATED,
                            "--python_out=" + GENERATED,
                            "--grpc_python_out=" + GENERATED,
                            "--plugin=protoc-gen-grpc_python=/usr/bin/grpc_python_plugin",
                            proto))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!protoc.waitFor(60, TimeUnit.SECONDS)) {
                protoc.destroyForcibly();
                throw new AssertionError("protoc did not end in 60 s");
            }
            if (protoc.exitValue() != 0) {
                throw new AssertionError("protoc failed: " + Files.readString(log) + "\n" + INSTALL);
            }
        } catch (IOException e) {
            throw new AssertionError("no protoc: " + INSTALL, e);
        }
    }

    String target() {
        return "dns:///127.0.0.1:" + port;
    }

    @Override
    public void close() {
        try {
            process.outputWriter(StandardCharsets.UTF_8).close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                process.waitFor();
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
