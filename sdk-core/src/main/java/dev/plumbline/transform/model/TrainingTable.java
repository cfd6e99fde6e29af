package dev.plumbline.transform.model;

import dev.plumbline.transform.TransformSpec;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks that one spec made all rows of a training table, by the column of fingerprint prefixes that every row carries.
 * Unions and appends mix tables silently; a model that learns from a mixture fits neither spec. Thread-safe.
 */
public final class TrainingTable {
    /** The name of the column with {@link TransformSpec#fingerprintPrefix()}. */
    public static final String COLUMN = "__plb_fp";

    private TrainingTable() {}

    /**
     * Refuses a table that another spec made, or several.
     *
     * @param spec the spec that the model is to be stamped with
     * @param rows from each value of {@link #COLUMN} to the number of its rows, null for rows without one
     * @throws TrainingTableException if the table has no rows, rows of several fingerprints, or of another one than the
     *     spec's
     */
    public static void requireSpec(TransformSpec spec, Map<@Nullable Long, Long> rows) {
        long prefix = requireOne(rows);
        if (prefix != spec.fingerprintPrefix()) {
            throw new TrainingTableException("was made with fingerprint " + spelled(prefix) + " and not with "
                    + spec.name() + " " + spelled(spec.fingerprintPrefix())
                    + "; make the table again with this spec, or train with the spec that made it");
        }
    }

    /**
     * Refuses a table that several specs made.
     *
     * @param rows from each value of {@link #COLUMN} to the number of its rows, null for rows without one
     * @return the one fingerprint prefix of all rows
     * @throws TrainingTableException if the table has no rows, rows of several fingerprints, or rows without one
     */
    public static long requireOne(Map<@Nullable Long, Long> rows) {
        if (rows.isEmpty()) {
            throw new TrainingTableException("has no rows; check the query that counts " + COLUMN);
        }
        if (rows.size() > 1) {
            throw new TrainingTableException("mixes fingerprints " + listed(rows)
                    + "; keep the rows of one spec, or make the others again with it");
        }
        Long only = rows.keySet().iterator().next();
        if (only == null) {
            throw new TrainingTableException("has no fingerprint in " + COLUMN + "; make it with a spec");
        }
        return only;
    }

    private static String listed(Map<@Nullable Long, Long> rows) {
        Comparator<Map.Entry<@Nullable Long, Long>> byCount = Map.Entry.comparingByValue(Comparator.reverseOrder());
        return rows.entrySet().stream()
                .sorted(byCount.thenComparing(entry -> spelled(entry.getKey())))
                .map(entry -> spelled(entry.getKey()) + " (" + grouped(entry.getValue()) + " rows)")
                .collect(Collectors.joining(" and "));
    }

    private static String spelled(@Nullable Long prefix) {
        return prefix == null ? "none" : HexFormat.of().toHexDigits(prefix).substring(0, 12);
    }

    private static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
    }
}
