package dev.plumbline.examples.featureserver;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.HostAndPort;

/** A Redis of a test's own, on a free port of the loopback. */
final class RedisProcess {
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final HostAndPort address;

    private RedisProcess(Process process, HostAndPort address) {
        this.process = process;
        this.address = address;
    }

    static RedisProcess start(Path folder) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = freePort();
            Process process = launch(folder, port);
            if (isReady(process)) {
                return new RedisProcess(process, new HostAndPort("127.0.0.1", port));
            }
            // It ended: another process took the port in between.
        }
        throw new IllegalStateException("redis-server did not start in " + ATTEMPTS + " attempts");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(Path folder, int port) {
        try {
            return new ProcessBuilder(
                            "redis-server",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port),
                            "--save",
                            "",
                            "--dir",
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("redis-server is not there: apt-get install -y redis-server", e);
        }
    }

    private static boolean isReady(Process process) throws IOException {
        BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("Ready to accept connections")) {
                return true;
            }
        }
        return false;
    }

    HostAndPort address() {
        return address;
    }

    void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
