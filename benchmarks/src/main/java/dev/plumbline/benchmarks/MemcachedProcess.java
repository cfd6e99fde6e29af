package dev.plumbline.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A memcached of a benchmark's own, on a free port of the loopback. It ends with this process, however that ends. */
final class MemcachedProcess implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    /** The shell says which pid the server has, and ends it when the pipe to it is closed. */
    private static final String KEEPER =
            "command -v memcached >/dev/null || exit 1; trap '' HUP INT TERM; memcached \"$@\" </dev/null >/dev/null 2>&1 & echo $!;"
                    + " cat >/dev/null; kill -CONT $! 2>/dev/null; kill -KILL $! 2>/dev/null; wait";

    private final Process keeper;
    private final String pid;
    private final int port;

    private MemcachedProcess(Process keeper, String pid, int port) {
        this.keeper = keeper;
        this.pid = pid;
        this.port = port;
    }

    static MemcachedProcess start() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = freePort();
            List<String> command = new ArrayList<>(List.of("sh", "-c", KEEPER, "memcached", "-l", "127.0.0.1"));
            command.addAll(List.of("-p", Integer.toString(port), "-U", "0", "-m", "256", "-t", "1"));
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("-u", "nobody"));
            }
            Process keeper = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String pid = keeper.inputReader(StandardCharsets.UTF_8).readLine();
            if (pid == null) {
                throw new IllegalStateException("memcached is not installed: apt-get install -y memcached");
            }
            MemcachedProcess made = new MemcachedProcess(keeper, pid, port);
            if (made.answers()) {
                return made;
            }
            // Another process took the port in between.
            made.close();
        }
        throw new IllegalStateException("memcached did not start in " + ATTEMPTS + " attempts");
    }

    /** A port that nothing listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean answers() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() - end < 0
                && ProcessHandle.of(Long.parseLong(pid)).isPresent()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(1_000);
                socket.getOutputStream().write("version\r\n".getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII).equals("VERSION ");
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        return false;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** The names of the items it holds, of a size in octets at least, header included. */
    List<String> names(int leastOctets) throws IOException {
        List<String> names = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("lru_crawler metadump all\r\n".getBytes(StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null && !line.equals("END"); line = lines.readLine()) {
                if (!line.startsWith("key=")) {
                    throw new IOException("memcached does not list its items: " + line);
                }
                int size = Integer.parseInt(
                        line.substring(line.indexOf(" size=") + 6).strip());
                if (size >= leastOctets) {
                    names.add(URLDecoder.decode(line.substring(4, line.indexOf(' ')), StandardCharsets.US_ASCII));
                }
            }
        }
        return names;
    }

    /** Stops the process where it is: its connections stay and it answers nobody. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("kill -" + name + " of memcached " + pid + " ended with " + code);
        }
    }

    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("memcached " + pid + " does not end");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
