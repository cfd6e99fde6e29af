package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.EntityKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** One encoded request, and which of its keys an id in the reply stands for. Immutable and thread-safe. */
final class EntityIds {
    /** OnlineFeaturesRequest.entity_ids. */
    private static final int REQUEST_FIELD = 1;

    private final byte[] request;
    private final ByteTable table;
    private final int[] sameAs;

    /**
     * Encodes a request.
     *
     * @throws IllegalArgumentException if a key has not exactly one value
     */
    EntityIds(List<EntityKey> keys, FeatureNames names) {
        int count = keys.size();
        String[] texts = new String[count];
        int size = names.askedSize();
        for (int i = 0; i < count; i++) {
            EntityKey key = keys.get(i);
            if (key.size() != 1) {
                throw new IllegalArgumentException(
                        "key index " + i + " has " + key.size() + " values: online features carry one join key");
            }
            texts[i] = key.text(0);
            size += CodedOutputStream.computeStringSize(REQUEST_FIELD, texts[i]);
        }
        request = new byte[size];
        int[] starts = new int[count];
        int[] lengths = new int[count];
        sameAs = new int[count];
        table = new ByteTable(request, starts, lengths);
        CodedOutputStream out = CodedOutputStream.newInstance(request);
        try {
            for (int i = 0; i < count; i++) {
                out.writeString(REQUEST_FIELD, texts[i]);
                lengths[i] = FeatureNames.utf8Length(texts[i]);
                starts[i] = out.getTotalBytesWritten() - lengths[i];
                sameAs[i] = table.add(i);
            }
            names.writeAsked(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size takes what was measured", e);
        }
    }

    byte[] request() {
        return request;
    }

    int count() {
        return sameAs.length;
    }

    /** Returns the first key with the same text: 3 and "3" are two keys and one id. */
    int sameAs(int index) {
        return sameAs[index];
    }

    /** Returns which key an id stands for, -1 if nobody asked for it; the guess is looked at first. */
    int find(int guess, byte[] bytes, int from, int length) {
        if (guess < sameAs.length && sameAs[guess] == guess && table.matches(guess, bytes, from, length)) {
            return guess;
        }
        return table.find(bytes, from, length);
    }
}
