package dev.plumbline.feature;

/**
 * Which of a feature service's stores a read is to be answered from: its primary, which is written to, or a replica, which
 * may lag behind. It travels with a read as {@code plumbline-read-preference}; what a service does not know of it, it
 * ignores.
 */
public enum ReadPreference {
    /** The primary. Such a read passes both tiers by, stores nothing in them and shares no load that began before it. */
    PRIMARY,
    /** A replica. */
    REPLICA,
    /** A replica, and once more the primary for a row that the replica does not have. */
    REPLICA_THEN_PRIMARY
}
