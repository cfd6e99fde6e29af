package dev.plumbline.examples.featureserver;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import redis.clients.jedis.HostAndPort;

/**
 * What the environment asks for.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes any free port
 * @param store where the rows are
 * @param redis where Redis is, if the rows are there
 * @param flights the flights to compute from; empty for the bundled ones
 * @param load whether to write the airports' rows into Redis and the database first
 * @param delay added to each answer
 * @param database behind the data access layer; empty does not serve it
 */
record Settings(
        String host,
        int port,
        Store store,
        HostAndPort redis,
        Optional<Path> flights,
        boolean load,
        Duration delay,
        Optional<DatabaseSettings> database) {

    enum Store {
        MEMORY,
        REDIS
    }

    /** The variables, with what each means, for the help text. */
    enum Variable {
        HOST("127.0.0.1", "address to listen on"),
        PORT("8980", "port to listen on; 0 takes any free port"),
        STORE("memory", "memory or redis"),
        REDIS("127.0.0.1:6379", "host:port of Redis"),
        FLIGHTS("", "CSV file of flights, gzipped if it ends in .gz; empty takes the bundled one"),
        LOAD("false", "true writes the airports' rows into Redis and PostgreSQL first, as --load does"),
        DELAY_MS("0", "milliseconds added to each answer, 0 to 60000"),
        POSTGRES("", "host:port/database of a PostgreSQL primary; empty serves no data access layer"),
        POSTGRES_REPLICA("", "host:port/database of its streaming replica; empty reads from the primary"),
        POSTGRES_USER("postgres", "who connects; the password is in the file that PGPASSFILE names"),
        POSTGRES_POOL("8", "connections to each of the two, 1 to 100");

        private final String fallback;
        private final String meaning;

        Variable(String fallback, String meaning) {
            this.fallback = fallback;
            this.meaning = meaning;
        }

        String key() {
            return PREFIX + name();
        }

        private String in(Map<String, String> environment) {
            String value = environment.getOrDefault(key(), "");
            return value.isEmpty() ? fallback : value;
        }
    }

    private static final String PREFIX = "FEATURE_SERVER_";
    private static final int MAX_PORT = 65535;
    private static final int MAX_DELAY_MS = 60_000;
    private static final int MAX_POOL = 100;

    /**
     * Reads the settings; a variable that is unset or empty has its default.
     *
     * @throws SettingException for a bad value, and for a variable of the server's prefix that it does not know
     */
    static Settings of(Map<String, String> environment, List<String> arguments) {
        refuseUnknown(environment);
        for (String argument : arguments) {
            if (!argument.equals("--load")) {
                throw new SettingException("argument", argument, "the only argument is --load");
            }
        }
        return new Settings(
                Variable.HOST.in(environment),
                number(environment, Variable.PORT, 0, MAX_PORT),
                store(environment),
                redis(environment),
                flights(environment),
                arguments.contains("--load") || load(environment),
                Duration.ofMillis(number(environment, Variable.DELAY_MS, 0, MAX_DELAY_MS)),
                database(environment));
    }

    /** One line for each variable. */
    static String help() {
        return Arrays.stream(Variable.values())
                .map(variable -> String.format(
                        "  %-31s %s (default: %s)",
                        variable.key(), variable.meaning, variable.fallback.isEmpty() ? "none" : variable.fallback))
                .collect(Collectors.joining("\n"));
    }

    private static void refuseUnknown(Map<String, String> environment) {
        List<String> known = Arrays.stream(Variable.values()).map(Variable::key).toList();
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getKey().startsWith(PREFIX) && !known.contains(variable.getKey())) {
                throw new SettingException(
                        variable.getKey(),
                        variable.getValue(),
                        "no such variable; there are " + String.join(", ", known));
            }
        }
    }

    private static int number(Map<String, String> environment, Variable variable, int min, int max) {
        String value = variable.in(environment);
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message that a number out of range has too.
        }
        throw new SettingException(variable.key(), value, "give a whole number from " + min + " to " + max);
    }

    private static Store store(Map<String, String> environment) {
        String value = Variable.STORE.in(environment);
        return switch (value) {
            case "memory" -> Store.MEMORY;
            case "redis" -> Store.REDIS;
            default -> throw new SettingException(Variable.STORE.key(), value, "give memory or redis");
        };
    }

    private static HostAndPort redis(Map<String, String> environment) {
        String value = Variable.REDIS.in(environment);
        try {
            HostAndPort address = HostAndPort.from(value);
            if (!address.getHost().isEmpty() && address.getPort() > 0 && address.getPort() <= MAX_PORT) {
                return address;
            }
        } catch (RuntimeException e) {
            // Falls through to the message.
        }
        throw new SettingException(Variable.REDIS.key(), value, "give host:port, like 127.0.0.1:6379");
    }

    private static Optional<DatabaseSettings> database(Map<String, String> environment) {
        Optional<String> primary = database(environment, Variable.POSTGRES);
        Optional<String> replica = database(environment, Variable.POSTGRES_REPLICA);
        int pool = number(environment, Variable.POSTGRES_POOL, 1, MAX_POOL);
        if (primary.isEmpty() && replica.isPresent()) {
            throw new SettingException(
                    Variable.POSTGRES_REPLICA.key(),
                    replica.get(),
                    "a replica has a primary: set " + Variable.POSTGRES.key() + " too");
        }
        return primary.map(
                address -> new DatabaseSettings(address, replica, Variable.POSTGRES_USER.in(environment), pool));
    }

    private static Optional<String> database(Map<String, String> environment, Variable variable) {
        String value = variable.in(environment);
        if (!value.isEmpty() && !DatabaseSettings.isAddress(value)) {
            throw new SettingException(variable.key(), value, "give host:port/database, like 127.0.0.1:5432/features");
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<Path> flights(Map<String, String> environment) {
        String value = Variable.FLIGHTS.in(environment);
        try {
            return value.isEmpty() ? Optional.empty() : Optional.of(Path.of(value));
        } catch (InvalidPathException e) {
            throw new SettingException(Variable.FLIGHTS.key(), value, "give the path of a file");
        }
    }

    private static boolean load(Map<String, String> environment) {
        String value = Variable.LOAD.in(environment);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingException(Variable.LOAD.key(), value, "give true or false");
        };
    }
}
