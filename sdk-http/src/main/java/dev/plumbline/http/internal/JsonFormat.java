package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;

/** JSON as the contracts use it. */
public final class JsonFormat {
    private static final int SPARE_BUFFERS = 16;
    private static final int MAX_NAME = 1024;

    private JsonFormat() {}

    /**
     * Makes what one transport reads and writes with. NaN and infinity are read, as many servers write them.
     *
     * @param maxReplyBytes how long a reply, hence a text in it, may be
     * @return a factory, thread-safe, that keeps nothing in threads
     */
    public static JsonFactory factory(int maxReplyBytes) {
        return JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.newBoundedPool(SPARE_BUFFERS))
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxReplyBytes)
                        // Names are kept for the next reply, some thousands of them.
                        .maxNameLength(MAX_NAME)
                        .build())
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }
}
