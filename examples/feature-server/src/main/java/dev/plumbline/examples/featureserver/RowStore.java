package dev.plumbline.examples.featureserver;

import java.util.Collection;
import java.util.Map;

/** Keeps one JSON object for each entity. */
interface RowStore extends AutoCloseable {
    /** Where the rows are, for the log. */
    String name();

    /** How many entities there are. */
    long size();

    /** Reads many entities at once; those that it does not know are absent from the answer. */
    Map<String, String> readAll(Collection<String> entityIds);

    @Override
    void close();
}
