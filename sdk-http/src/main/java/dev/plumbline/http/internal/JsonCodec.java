package dev.plumbline.http.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import java.io.IOException;
import java.util.List;

/** One view on one JSON contract. Thread-safe. */
public interface JsonCodec {
    /**
     * Encodes a request.
     *
     * @param keys the entities, distinct, at least one, each with as many values as the view has join keys
     * @return the request, which reads the reply to it
     */
    Exchange exchange(List<EntityKey> keys);

    /**
     * Returns how many values came that the view does not name, since the view was prepared.
     *
     * @return the count
     */
    long skippedFeatures();

    /** One request and the way to read its reply. Immutable and thread-safe. */
    interface Exchange {
        /**
         * Returns the encoded request.
         *
         * @return the octets, not a copy
         */
        byte[] request();

        /**
         * Reads a reply.
         *
         * @param reply the octets, which the rows do not keep
         * @param length how many of them
         * @param receivedMicros when they came, microseconds since 1970 UTC
         * @return a row for each key, in the request's order
         * @throws IOException if the reply is malformed
         */
        List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException;
    }
}
