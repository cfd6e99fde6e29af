package dev.plumbline.examples.featureserver;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import redis.clients.jedis.exceptions.JedisException;

/** Starts the server as the environment asks, and stops it when the process is told to end. */
public final class Main {
    private static final int FAILED = 1;
    private static final int BAD_SETTING = 2;

    private Main() {}

    /** Runs the server. Exit codes: 1 if it cannot start, 2 for a bad setting. */
    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "feature-server: %4$s: %5$s %6$s%n");
        if (List.of(arguments).contains("--help")) {
            System.out.println("usage: java -jar feature-server.jar [--load]\n\nsettings:\n" + Settings.help());
            return;
        }
        int code = run(System.getenv(), Arrays.asList(arguments), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Serves until the process ends; returns at once, with an exit code, if it cannot start. */
    static int run(Map<String, String> environment, List<String> arguments, PrintStream out, PrintStream err)
            throws InterruptedException {
        try {
            return serve(Settings.of(environment, arguments), out, err);
        } catch (SettingException e) {
            err.println("feature-server: " + e.getMessage());
            return BAD_SETTING;
        }
    }

    private static int serve(Settings settings, PrintStream out, PrintStream err) throws InterruptedException {
        FeatureServer server;
        try {
            server = start(settings, out);
        } catch (JedisException e) {
            err.println("feature-server: cannot use Redis at " + settings.redis() + ": start it there or set "
                    + Settings.Variable.REDIS.key() + ": " + e.getMessage());
            return FAILED;
        } catch (SQLException e) {
            err.println("feature-server: cannot write to PostgreSQL at "
                    + settings.database().orElseThrow() + ": start it there or set " + Settings.Variable.POSTGRES.key()
                    + ": " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("feature-server: cannot listen on " + settings.host() + ":" + settings.port()
                    + ": free it or set " + Settings.Variable.HOST.key() + " and " + Settings.Variable.PORT.key()
                    + " (0 takes any free port): " + e.getMessage());
            return FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, out), "stop"));
        server.awaitTermination();
        return 0;
    }

    private static FeatureServer start(Settings settings, PrintStream out) throws IOException, SQLException {
        RowStore store = store(settings);
        Databases databases = settings.database().map(Databases::new).orElse(null);
        try {
            if (settings.load() && store instanceof RedisStore redis) {
                redis.writeAll(airports(settings));
            }
            if (settings.load() && databases != null) {
                load(databases, settings);
            }
            long entities = store.size();
            FeatureServer server = FeatureServer.start(
                    new InetSocketAddress(settings.host(), settings.port()), store, settings.delay(), databases);
            out.println("feature-server: listening on " + settings.host() + ":" + server.port() + ", store "
                    + store.name() + ", " + entities + " entities"
                    + settings.database()
                            .map(database -> ", data access over " + database)
                            .orElse(""));
            return server;
        } catch (IOException | SQLException | RuntimeException e) {
            store.close();
            if (databases != null) {
                databases.close();
            }
            throw e;
        }
    }

    private static void load(Databases databases, Settings settings) throws SQLException {
        FeatureTables tables = new FeatureTables(databases);
        tables.create();
        tables.writeAll(AirportFeatures.byOrigin(flights(settings)).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, airport -> airport.getValue().toFloats())));
    }

    private static RowStore store(Settings settings) {
        return switch (settings.store()) {
            case MEMORY -> new MemoryStore(airports(settings));
            case REDIS -> new RedisStore(settings.redis());
        };
    }

    private static Map<String, String> airports(Settings settings) {
        SortedMap<String, AirportFeatures> airports = AirportFeatures.byOrigin(flights(settings));
        return airports.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, airport -> airport.getValue().toJson()));
    }

    private static List<Flight> flights(Settings settings) {
        if (settings.flights().isEmpty()) {
            return Flights.bundled();
        }
        try {
            return Flights.read(settings.flights().get());
        } catch (IOException e) {
            throw new SettingException(
                    Settings.Variable.FLIGHTS.key(),
                    settings.flights().get().toString(),
                    "give a readable file of flights, or leave it empty: " + e);
        }
    }

    private static void stop(FeatureServer server, PrintStream out) {
        server.close();
        out.println("feature-server: stopped after " + server.counts().calls() + " calls for "
                + server.counts().entities() + " entities");
    }
}
