package dev.plumbline.verify;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A twemproxy, as nutcracker, in front of some memcached servers, with its usual settings. */
final class Twemproxy implements AutoCloseable {
    private static final int SHARD_TIMEOUT_MILLIS = 400;

    private final int port = freePort();
    private final int statsPort = freePort();
    private final Path folder = Files.createTempDirectory("twemproxy");
    private Process process;

    Twemproxy(Memcached... shards) throws IOException {
        String servers = Stream.of(shards)
                .map(shard -> "   - " + shard.address() + ":1\n")
                .collect(Collectors.joining());
        Files.writeString(
                folder.resolve("nutcracker.yml"),
                "plumbline:\n  listen: " + address() + "\n  hash: fnv1a_64\n  distribution: ketama\n  timeout: "
                        + SHARD_TIMEOUT_MILLIS + "\n  auto_eject_hosts: false\n  servers:\n" + servers);
        process = launch();
    }

    private Process launch() throws IOException {
        Process launched = new ProcessBuilder(List.of(
                        Memcached.binary("nutcracker"),
                        "-c",
                        folder.resolve("nutcracker.yml").toString(),
                        "-a",
                        "127.0.0.1",
                        "-s",
                        Integer.toString(statsPort),
                        "-m",
                        "512"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(this::accepts);
        return launched;
    }

    /** Ends the process, and all connections with it, and starts it again. */
    void restart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = launch();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.delete(folder.resolve("nutcracker.yml"));
        Files.delete(folder);
    }
}
