package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.EntityKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A request that is nothing but one entity's id, in field 1. Immutable and thread-safe. */
public final class SingleKey {
    private static final int REQUEST_FIELD = 1;

    private final byte[] request;

    /**
     * Encodes a request.
     *
     * @param contract what messages call the contract
     * @param keys the entity
     * @throws IllegalArgumentException if it is not one key of one value
     */
    SingleKey(String contract, List<EntityKey> keys) {
        if (keys.size() != 1) {
            throw new IllegalArgumentException(contract + " carries one entity in a call, not " + keys.size());
        }
        EntityKey key = keys.get(0);
        if (key.size() != 1) {
            throw new IllegalArgumentException(
                    "key index 0 has " + key.size() + " values: " + contract + " carries one join key");
        }
        String text = key.text(0);
        request = new byte[CodedOutputStream.computeStringSize(REQUEST_FIELD, text)];
        try {
            CodedOutputStream.newInstance(request).writeString(REQUEST_FIELD, text);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size takes what was measured", e);
        }
    }

    /**
     * Returns the encoded request.
     *
     * @return the octets, not a copy
     */
    public byte[] request() {
        return request;
    }
}
