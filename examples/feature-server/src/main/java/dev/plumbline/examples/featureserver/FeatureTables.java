package dev.plumbline.examples.featureserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Features and predictions in PostgreSQL: read from the replica unless the caller wants more, written to the primary. */
final class FeatureTables {
    private static final String READ = "select feature_name, feature_value from features where entity_id = ?";
    private static final String VERSION = "select pg_wal_lsn_diff(case when pg_is_in_recovery()"
            + " then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, '0/0')::bigint";
    private static final String WRITE = "insert into features (entity_id, feature_name, feature_value) values (?, ?, ?)"
            + " on conflict (entity_id, feature_name) do update set feature_value = excluded.feature_value";
    private static final String LOG =
            "insert into predictions (entity_id, model_version, score_name, score_value) values (?, ?, ?, ?)";

    private final Databases databases;

    FeatureTables(Databases databases) {
        this.databases = databases;
    }

    /** Reads an entity, from the replica if the caller's wish allows it. */
    VersionedFeatures read(String entityId, ReadWish wish) throws SQLException {
        if (!wish.primary()) {
            try (Connection replica = databases.replicaForRead()) {
                if (wish.minVersion() == 0) {
                    return new VersionedFeatures(read(replica, entityId), VersionedFeatures.UNTOLD);
                }
                long version = version(replica);
                if (version >= wish.minVersion()) {
                    return new VersionedFeatures(read(replica, entityId), version);
                }
            }
        }
        try (Connection primary = databases.primaryForRead()) {
            // Before the rows: they are of this version or of a later one.
            long version = version(primary);
            return new VersionedFeatures(read(primary, entityId), version);
        }
    }

    private static long version(Connection connection) throws SQLException {
        try (PreparedStatement version = connection.prepareStatement(VERSION);
                ResultSet row = version.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Map<String, Float> read(Connection connection, String entityId) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, entityId);
            try (ResultSet rows = read.executeQuery()) {
                Map<String, Float> features = new HashMap<>();
                while (rows.next()) {
                    features.put(rows.getString(1), rows.getFloat(2));
                }
                return features;
            }
        }
    }

    /** Writes the scores of one prediction, all or none of them. */
    void log(String entityId, String modelVersion, Map<String, Float> scores) throws SQLException {
        inTransaction(connection -> {
            try (PreparedStatement log = connection.prepareStatement(LOG)) {
                for (Map.Entry<String, Float> score : scores.entrySet()) {
                    log.setString(1, entityId);
                    log.setString(2, modelVersion);
                    log.setString(3, score.getKey());
                    log.setFloat(4, score.getValue());
                    log.addBatch();
                }
                log.executeBatch();
            }
        });
    }

    /** Makes the tables where they are not there yet. */
    void create() throws SQLException {
        try (Connection connection = databases.primary();
                Statement statement = connection.createStatement()) {
            statement.execute(schema());
        }
    }

    /** Writes features by entity and name, all or none of them. */
    void writeAll(Map<String, Map<String, Float>> features) throws SQLException {
        inTransaction(connection -> {
            try (PreparedStatement write = connection.prepareStatement(WRITE)) {
                for (Map.Entry<String, Map<String, Float>> entity : features.entrySet()) {
                    for (Map.Entry<String, Float> feature : entity.getValue().entrySet()) {
                        write.setString(1, entity.getKey());
                        write.setString(2, feature.getKey());
                        write.setFloat(3, feature.getValue());
                        write.addBatch();
                    }
                }
                write.executeBatch();
            }
        });
    }

    private void inTransaction(Work work) throws SQLException {
        try (Connection connection = databases.primary()) {
            connection.setAutoCommit(false);
            try {
                work.on(connection);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static String schema() {
        try (InputStream file = FeatureTables.class.getResourceAsStream("schema.sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }
}
