package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes requests and reads replies of plumbline.v1.FeatureService/GetFeatures for one view, without generated classes.
 *
 * <p>Thread-safe: it keeps a counter, and whether the server remembers the schema.
 */
public final class NativeCodec {
    private static final int VIEW = 1;
    private static final int SCHEMA_HASH = 2;
    private static final int KEYS = 3;
    private static final int SCHEMA = 4;

    private final FeatureView view;
    private final NativeSchema schema;
    private final LongAdder skipped = new LongAdder();
    private volatile boolean forgetful;

    /**
     * Prepares a view.
     *
     * @param binding the view and its names on the server
     * @throws IllegalArgumentException if the contract cannot carry the view
     */
    public NativeCodec(ViewBinding binding) {
        this.view = binding.view();
        this.schema = new NativeSchema(binding);
    }

    /**
     * Returns the view.
     *
     * @return the view
     */
    public FeatureView view() {
        return view;
    }

    /**
     * Encodes a request, with the schema if the server does not remember it.
     *
     * @param keys the entities, each with a value for each join key
     * @return the request, which reads the reply to it
     * @throws IllegalArgumentException if a key has another number of values
     */
    public Fetch fetch(List<EntityKey> keys) {
        for (int i = 0; i < keys.size(); i++) {
            view.checkKey(keys.get(i), i);
        }
        return new Fetch(keys, forgetful);
    }

    /**
     * Returns how many cells came that the view does not name, since the view was prepared.
     *
     * @return the count
     */
    public long skippedFeatures() {
        return skipped.sum();
    }

    private byte[] encode(List<EntityKey> keys, boolean withSchema) {
        KeyColumn[] columns = new KeyColumn[view.joinKeys().size()];
        int size = CodedOutputStream.computeStringSize(VIEW, view.name())
                + CodedOutputStream.computeFixed64Size(SCHEMA_HASH, schema.hash());
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new KeyColumn(keys, i);
            size += 1 + CodedOutputStream.computeUInt32SizeNoTag(columns[i].size()) + columns[i].size();
        }
        size += withSchema ? CodedOutputStream.computeByteArraySize(SCHEMA, schema.encoded()) : 0;
        byte[] request = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(request);
        try {
            out.writeString(VIEW, view.name());
            out.writeFixed64(SCHEMA_HASH, schema.hash());
            for (KeyColumn column : columns) {
                out.writeTag(KEYS, WireReader.LENGTH);
                out.writeUInt32NoTag(column.size());
                column.write(out);
            }
            if (withSchema) {
                out.writeByteArray(SCHEMA, schema.encoded());
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size takes what was measured", e);
        }
        return request;
    }

    /** One request. Immutable and thread-safe. */
    public final class Fetch {
        private final List<EntityKey> keys;
        private final boolean withSchema;
        private final byte[] request;

        private Fetch(List<EntityKey> keys, boolean withSchema) {
            this.keys = keys;
            this.withSchema = withSchema;
            this.request = encode(keys, withSchema);
        }

        /**
         * Returns the encoded GetFeaturesRequest.
         *
         * @return the octets, not a copy
         */
        public byte[] request() {
            return request;
        }

        /**
         * Tells whether the request holds the schema.
         *
         * @return whether it does
         */
        public boolean isWithSchema() {
            return withSchema;
        }

        /**
         * Returns the same request with the schema in it.
         *
         * @return a new request
         */
        public Fetch withSchema() {
            return new Fetch(keys, true);
        }

        /**
         * Reads an encoded GetFeaturesResponse.
         *
         * @param reply the octets, which the rows do not keep
         * @param length how many of them
         * @param receivedMicros when they came, microseconds since 1970 UTC
         * @return a row for each key, in the request's order
         * @throws IOException if the reply is malformed, or is of another schema; the message names the culprit
         */
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            var reader = new NativeReply(view, schema, keys.size(), new WireReader(reply, length));
            List<FeatureRow> rows = reader.read(receivedMicros);
            skipped.add(reader.skipped());
            if (withSchema) {
                forgetful = !reader.isSchemaKept();
            }
            return rows;
        }
    }
}
