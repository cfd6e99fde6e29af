package dev.plumbline.grpc;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What one kind of feature service is called and how it is spoken to. The transport does the rest: channel, deadline,
 * headers, cancel, statuses. Immutable and thread-safe.
 */
interface Contract {
    /** Returns what meters and messages call the contract. */
    String name();

    /** Returns the service's full name, unless an option says otherwise. */
    String servicePath();

    /** Returns the name under which the target was found to have the service, empty as long as it is the first one. */
    default Optional<String> foundServicePath() {
        return Optional.empty();
    }

    /** Returns the contract for a service whose name was given: one that tries other names does not. */
    default Contract ofGivenService() {
        return this;
    }

    /** Returns the method's bare name. */
    String method();

    /** Tells whether a row without a cell means for certain that there is no such entity. */
    boolean isNotFoundCertain();

    /** Returns how many entities a call carries unless an option says otherwise. */
    default int maxEntities() {
        return 1000;
    }

    /** Returns how many entities a call can carry at the most. */
    default int mostEntities() {
        return 100_000;
    }

    /** Returns how large a message may be unless an option says otherwise. */
    default int maxMessageBytes() {
        return 4 * 1024 * 1024;
    }

    /**
     * Prepares a view.
     *
     * @throws IllegalArgumentException if the contract cannot carry its keys or a type
     */
    Codec bind(ViewBinding binding);

    /** A view on this contract. Thread-safe. */
    interface Codec {
        /**
         * Encodes a request.
         *
         * @throws IllegalArgumentException if the contract cannot carry a key
         */
        Exchange exchange(List<EntityKey> keys);

        /** Returns how many values came so far that the view does not name. */
        long skippedFeatures();
    }

    /** One request and the way to read its reply. Immutable and thread-safe. */
    interface Exchange {
        /** Returns the encoded request. */
        byte[] request();

        /**
         * Reads a reply.
         *
         * @return a row for each key, in the request's order, which keep nothing of the octets
         * @throws IOException if the reply is malformed
         */
        List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException;

        /** Returns the rows that a status other than OK stands for, empty where it is a failure. */
        default Optional<List<FeatureRow>> rows(Status status, long receivedMicros) {
            return Optional.empty();
        }

        /** Returns the rows of a call that ended OK, as its trailers would have them. */
        default List<FeatureRow> ended(List<FeatureRow> rows, Metadata trailers) {
            return rows;
        }

        /** Returns the full name of the service that it goes to, empty for the transport's. */
        default Optional<String> servicePath() {
            return Optional.empty();
        }

        /**
         * Returns what to send instead after a status that is neither OK nor rows, empty where it is a failure. It leaves
         * at once, with the same headers and deadline, and is not asked for another.
         */
        default Optional<Exchange> again(Status status, Metadata trailers) {
            return Optional.empty();
        }

        /** Returns what a failure means, where the contract knows more than its status tells. */
        default Optional<Refusal> refusal(Status status, Metadata trailers) {
            return Optional.empty();
        }
    }

    /**
     * Why a server refused. Immutable.
     *
     * @param kind the kind of failure
     * @param why what happened and what would help, without what the server wrote
     */
    record Refusal(TransportException.Kind kind, String why) {}
}
