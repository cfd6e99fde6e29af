package dev.plumbline.http;

import com.fasterxml.jackson.core.JsonFactory;
import dev.plumbline.http.internal.JsonCodec;
import dev.plumbline.transport.ViewBinding;

/**
 * What one kind of feature service is called and how it is spoken to. The transport does the rest: connections, deadline,
 * headers, cancel, statuses. Immutable and thread-safe.
 */
interface HttpContract {
    /** Returns what meters and messages call the contract. */
    String name();

    /** Returns the path that is posted to, unless an option says otherwise. */
    String path();

    /** Returns the query that goes with it, empty for none. */
    String query();

    /** Returns the path whose GET says that the server is ready, empty if the contract has none. */
    String healthPath();

    /** Returns what may explain that the server failed inside, empty if nothing does. */
    String explanation(String answer);

    /**
     * Prepares a view.
     *
     * @throws IllegalArgumentException if the contract cannot carry its keys, a name or a type
     */
    JsonCodec bind(JsonFactory json, ViewBinding binding);
}
