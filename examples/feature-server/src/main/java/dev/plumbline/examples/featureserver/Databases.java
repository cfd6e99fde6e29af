package dev.plumbline.examples.featureserver;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The primary and its replica, each behind a pool of connections of its own. The replica's are read-only, even if it is
 * not one. Neither has to be there at the start. Thread-safe.
 */
final class Databases implements AutoCloseable {
    private static final long WAIT_MILLIS = 3_000;

    private final HikariDataSource primary;
    private final HikariDataSource replica;
    private final AtomicLong primaryReads = new AtomicLong();
    private final AtomicLong replicaReads = new AtomicLong();

    Databases(DatabaseSettings settings) {
        primary = pool(settings, "primary", settings.primary(), false);
        replica = pool(settings, "replica", settings.replica().orElse(settings.primary()), true);
    }

    private static HikariDataSource pool(DatabaseSettings settings, String name, String address, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl("jdbc:postgresql://" + address);
        config.setUsername(settings.user());
        config.setMaximumPoolSize(settings.poolSize());
        config.setReadOnly(readOnly);
        // Else the driver sets a transaction read-only, and single statements are not in one.
        config.addDataSourceProperty("readOnlyMode", "always");
        config.addDataSourceProperty("ApplicationName", "feature-server " + name);
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("socketTimeout", "10");
        // What it says of a failure goes to the log, and would name keys.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.setConnectionTimeout(WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Borrows a connection to write by. */
    Connection primary() throws SQLException {
        return primary.getConnection();
    }

    /** Borrows a connection to the primary for one read. */
    Connection primaryForRead() throws SQLException {
        primaryReads.incrementAndGet();
        return primary.getConnection();
    }

    /** Borrows a connection to the replica for one read. */
    Connection replicaForRead() throws SQLException {
        replicaReads.incrementAndGet();
        return replica.getConnection();
    }

    /** How many reads went to the primary. */
    long primaryReads() {
        return primaryReads.get();
    }

    /** How many reads went to the replica. */
    long replicaReads() {
        return replicaReads.get();
    }

    @Override
    public void close() {
        replica.close();
        primary.close();
    }
}
