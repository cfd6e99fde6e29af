package dev.plumbline.cache.tiered;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A memcached of the test's own on a loopback port. */
final class MemcachedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final String[] options;
    private Process process;

    private MemcachedServer(int port, Process process, String... options) {
        this.port = port;
        this.process = process;
        this.options = options;
    }

    /** Starts one with 64 MiB and two threads, unless further options say otherwise. */
    static MemcachedServer start(String... options) {
        for (int attempt = 0; attempt < 5; attempt++) {
            int port = freePort();
            Process process = launch(port, options);
            if (answers(process, port)) {
                return new MemcachedServer(port, process, options);
            }
            process.destroyForcibly();
        }
        throw new AssertionError("memcached did not start on any of five free ports");
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static String address(int port) {
        return "127.0.0.1:" + port;
    }

    String address() {
        return address(port);
    }

    int port() {
        return port;
    }

    /** Ends the process without a word, as a crash does. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("memcached " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Starts it again, empty, on the same port. */
    void restart() {
        process = launch(port, options);
        if (!answers(process, port)) {
            throw new AssertionError("memcached did not start again on port " + port);
        }
    }

    /** Stops it; it has stopped when this returns. */
    void hang() {
        signal("STOP");
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(this::isStopped);
    }

    /** Tells whether all its threads stand still. */
    private boolean isStopped() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }

    void goOn() {
        signal("CONT");
    }

    /** Stores octets as somebody else would. */
    void put(String name, int flags, byte[] value) {
        byte[] head = ("set " + name + " " + flags + " 0 " + value.length + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] command = new byte[head.length + value.length + 2];
        System.arraycopy(head, 0, command, 0, head.length);
        System.arraycopy(value, 0, command, head.length, value.length);
        command[command.length - 2] = '\r';
        command[command.length - 1] = '\n';
        String answer = line(talk(command));
        if (!answer.equals("STORED")) {
            throw new AssertionError(answer);
        }
    }

    /** Returns the octets under a name, which must be there. */
    byte[] get(String name) {
        byte[] answer = talk(("get " + name + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String head = line(answer);
        if (!head.startsWith("VALUE ")) {
            throw new AssertionError(head);
        }
        int length = Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1));
        byte[] value = new byte[length];
        System.arraycopy(answer, head.length() + 2, value, 0, length);
        return value;
    }

    /** Returns the first line of the answer to a command. */
    String ask(String command) {
        return line(talk((command + "\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] talk(byte[] command) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(command);
            socket.getOutputStream().write("quit\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String line(byte[] answer) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n");
        return end < 0 ? text : text.substring(0, end);
    }

    private static Process launch(int port, String... options) {
        List<String> command = new ArrayList<>(List.of(binary(), "-l", "127.0.0.1", "-p", Integer.toString(port)));
        command.addAll(List.of("-U", "0", "-m", "64", "-t", "2"));
        command.addAll(List.of(options));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean answers(Process process, int port) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive() || accepts(port));
        return process.isAlive();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String binary() {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/bin", "/usr/local/bin"))
                .map(folder -> new File(folder, "memcached"))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new AssertionError("memcached is not installed: apt-get install -y memcached"))
                .getPath();
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid()).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -" + signal + " failed");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
