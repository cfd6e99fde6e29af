package dev.plumbline.cache.tiered;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How operations are said on one connection. Names are known to be valid, values and times to live too. Thread-safe. */
interface Wire {
    /** Nothing is ever stored under it. */
    String PROBE_NAME = "pl1:probe";

    /** Whether leases are granted. */
    boolean grantsLeases();

    ReadCommand read(List<String> names, int leaseSeconds);

    AckCommand set(String name, StoredValue value, int ttlSeconds, @Nullable NodeToken token);

    AckCommand add(String name, StoredValue value, int ttlSeconds);

    AckCommand delete(String name, @Nullable NodeToken token);

    /** Returns what any server of this kind answers at once. */
    NodeCommand<?> probe();
}
