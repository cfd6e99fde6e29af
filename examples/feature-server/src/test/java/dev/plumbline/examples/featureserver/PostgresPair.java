package dev.plumbline.examples.featureserver;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A PostgreSQL primary and its streaming replica of a test's own, on free ports of the loopback. */
final class PostgresPair {
    private static final String INSTALL = "PostgreSQL is not there: apt-get install -y postgresql";
    private static final String USER = "postgres";
    private static final int ATTEMPTS = 5;
    private static final long LIMIT_SECONDS = 60;

    private final Path bin;
    private final Path folder;
    private int primaryPort;
    private int replicaPort;

    private PostgresPair(Path bin, Path folder) {
        this.bin = bin;
        this.folder = folder;
    }

    static PostgresPair start() throws IOException, InterruptedException {
        // A folder of its own: the server's user must be able to reach it, which it could not inside another's.
        PostgresPair pair = new PostgresPair(bin(), Files.createTempDirectory("plumbline-postgres"));
        try {
            pair.startBoth();
            return pair;
        } catch (IOException | RuntimeException | AssertionError e) {
            pair.close();
            throw e;
        }
    }

    private void startBoth() throws IOException, InterruptedException {
        if (isRoot()) {
            require(run("chown", USER, folder.toString()));
        }
        require(postgres(
                "initdb", "-A", "trust", "-U", USER, "--no-sync", "--locale=C", "-E", "UTF8", "-D", data("primary")));
        primaryPort = start("primary");
        require(postgres(
                "pg_basebackup",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(primaryPort),
                "-U",
                USER,
                "-R",
                "-X",
                "stream",
                "-c",
                "fast",
                "--no-sync",
                "-D",
                data("replica")));
        replicaPort = start("replica");
    }

    /** Starts a server on a free port, another one if it was taken in between. */
    private int start(String name) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = freePort();
            String options = "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder
                    + " -c fsync=off -c max_connections=40 -c shared_buffers=16MB";
            int code = postgres(
                    "pg_ctl",
                    "-D",
                    data(name),
                    "-l",
                    folder.resolve(name + ".log").toString(),
                    "-o",
                    options,
                    "-w",
                    "-t",
                    Long.toString(LIMIT_SECONDS),
                    "start");
            if (code == 0) {
                return port;
            }
        }
        throw new IllegalStateException("PostgreSQL did not start in " + ATTEMPTS + " attempts: " + log());
    }

    /** Where the primary is, as the server's settings have it. */
    String primary() {
        return "127.0.0.1:" + primaryPort + "/" + USER;
    }

    /** Where the replica is. */
    String replica() {
        return "127.0.0.1:" + replicaPort + "/" + USER;
    }

    DatabaseSettings settings() {
        return new DatabaseSettings(primary(), Optional.of(replica()), USER, 4);
    }

    Connection connect(String address) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + address, USER, null);
    }

    /** Runs a statement, or several, and returns the first value of its answer, null if it has none. */
    private String execute(String address, String sql) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    String onPrimary(String sql) throws SQLException {
        return execute(primary(), sql);
    }

    String onReplica(String sql) throws SQLException {
        return execute(replica(), sql);
    }

    /** Holds the replica at what it has now. */
    void pauseReplay() throws SQLException {
        onReplica("select pg_wal_replay_pause()");
        Awaitility.await()
                .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .until(() -> onReplica("select pg_get_wal_replay_pause_state()").equals("paused"));
    }

    void resumeReplay() throws SQLException {
        onReplica("select pg_wal_replay_resume()");
    }

    /** Returns the primary's place in its log, which is a version of all that it has committed. */
    long position() throws SQLException {
        return Long.parseLong(onPrimary("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
    }

    /** Waits until the replica has all that the primary has. */
    void awaitReplica() throws SQLException {
        long position = position();
        Awaitility.await()
                .atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .until(() ->
                        Long.parseLong(onReplica("select pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint"))
                                >= position);
    }

    private String data(String name) {
        return folder.resolve(name).toString();
    }

    private int postgres(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL does not run as root.
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        command.add(bin.resolve(tool).toString());
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("tools.log").toFile()))
                .start();
        if (!process.waitFor(2 * LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command[0] + " did not end: " + log());
        }
        return process.exitValue();
    }

    private void require(int code) throws IOException {
        if (code != 0) {
            throw new IllegalStateException("PostgreSQL's tools failed: " + log());
        }
    }

    private String log() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : List.of("tools.log", "primary.log", "replica.log")) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    /** Where Debian keeps the tools of the newest version, else where the path has them. */
    private static Path bin() throws IOException {
        List<Path> folders = new ArrayList<>();
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> each = Files.list(versions)) {
                each.sorted(Comparator.comparing(Path::toString).reversed())
                        .forEach(version -> folders.add(version.resolve("bin")));
            }
        }
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            folders.add(Path.of(folder));
        }
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(INSTALL));
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void close() throws IOException, InterruptedException {
        for (String name : List.of("replica", "primary")) {
            if (Files.exists(folder.resolve(name).resolve("postmaster.pid"))) {
                postgres("pg_ctl", "-D", data(name), "-m", "immediate", "-w", "stop");
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(PostgresPair::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
