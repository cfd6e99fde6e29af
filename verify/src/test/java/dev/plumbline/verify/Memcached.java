package dev.plumbline.verify;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A memcached of the test's own on a loopback port, which it keeps when it is started again. */
final class Memcached implements AutoCloseable {
    private final int port;
    private final List<String> options;
    private Process process;

    /** Starts one with 64 MiB and one thread, unless further options say otherwise. */
    Memcached(String... options) throws IOException {
        this.options = List.of(options);
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        process = launch();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(this::accepts);
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                binary("memcached"),
                "-l",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "0",
                "-m",
                "64",
                "-t",
                "1"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
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

    /** The path of a server that is installed, which may be where only administrators look. */
    static String binary(String name) {
        return binary(name, name);
    }

    /** Finds a program that Debian has in a package. */
    static String binary(String name, String debianPackage) {
        return Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)),
                        Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin"))
                .map(folder -> new File(folder, name))
                .filter(File::canExecute)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not installed: apt-get install -y " + debianPackage))
                .getPath();
    }

    int port() {
        return port;
    }

    /** How many items it holds. */
    int items() throws IOException {
        return ask("stats").stream()
                .filter(line -> line.startsWith("STAT curr_items "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findFirst()
                .orElseThrow();
    }

    /** The names of the rows that it holds, without the generation and what only elects who renews a row. */
    List<String> rowNames() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("lru_crawler metadump all\r\n".getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            List<String> names = new ArrayList<>();
            for (String line = line(in); line.startsWith("key="); line = line(in)) {
                String name = URLDecoder.decode(line.substring(4, line.indexOf(' ')), StandardCharsets.US_ASCII);
                if (!name.endsWith(":gen") && !name.endsWith(":r")) {
                    names.add(name);
                }
            }
            return names;
        }
    }

    /** Takes the value and its flags of another name, as somebody else would put them there, and changes one octet. */
    void copy(String from, String to, int changedOctet) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(("get " + from + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String[] head = line(in).split(" ", -1);
            byte[] value = new byte[Integer.parseInt(head[3])];
            in.readFully(value);
            if (changedOctet >= 0) {
                value[changedOctet] ^= 1;
            }
            ByteArrayOutputStream set = new ByteArrayOutputStream();
            set.writeBytes(
                    ("set " + to + " " + head[2] + " 0 " + value.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            set.writeBytes(value);
            set.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(set.toByteArray());
            // The ends of the value and of the reply come first.
            String answer = line(in) + line(in) + line(in);
            if (!answer.equals("ENDSTORED")) {
                throw new AssertionError(answer);
            }
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("memcached hung up");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** Says something to it on a connection of its own and returns all it answers. */
    List<String> ask(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write((command + "\r\nquit\r\n").getBytes(StandardCharsets.US_ASCII));
            return lines.lines().toList();
        }
    }

    /** Ends the process without a word, as a crash does. */
    void kill() throws InterruptedException {
        for (int tenth = 0; tenth < 600; tenth++) {
            process.destroyForcibly();
            // The machine's word counts: the thread of the JVM that waits for a process may be long in telling.
            if (process.waitFor(100, TimeUnit.MILLISECONDS)
                    || !process.toHandle().isAlive()) {
                return;
            }
        }
        throw new AssertionError("memcached " + process.pid() + " does not end: " + process.info());
    }

    /** Starts it again, empty, after it was killed. It may listen only a moment later. */
    void restart() throws IOException {
        process = launch();
    }

    /** Stops the process where it is: its connections stay and it answers nobody. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
        awaitStopped();
    }

    /** The signal is on its way when kill returns, and each thread stops by itself; until then they answer. */
    private void awaitStopped() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isStopped()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("memcached " + process.pid() + " does not stop");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean isStopped() throws IOException {
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads) {
                String told = Files.readString(thread.resolve("stat"), StandardCharsets.US_ASCII);
                // The state follows the name, which stands in parentheses.
                if (told.charAt(told.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("kill -" + name + " of memcached " + process.pid() + " ended with " + code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
