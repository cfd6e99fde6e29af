package dev.plumbline.examples.featureserver;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the data access layer's database is. There is no password: PostgreSQL's driver takes it from the file that
 * PGPASSFILE names.
 *
 * @param primary the primary, as host:port/database
 * @param replica its streaming replica, likewise; empty reads from the primary
 * @param user who connects
 * @param poolSize how many connections to each
 */
record DatabaseSettings(String primary, Optional<String> replica, String user, int poolSize) {
    private static final Pattern ADDRESS = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:]+]):[0-9]{1,5}/[\\w-]+");

    /** Tells whether a text is host:port/database and nothing else, such as options of the driver. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    @Override
    public String toString() {
        return primary + replica.map(address -> " with replica " + address).orElse("");
    }
}
