package dev.plumbline.grpc.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes requests and reads replies of feature_store.v1.FeatureStoreService/GetGraphFeatures for one view, without
 * generated classes. Its google.protobuf.Struct has the octets of a feature_store.FeatureSet.
 *
 * <p>Immutable but for its counter, and thread-safe.
 */
public final class GraphFeaturesCodec {
    private static final String CONTRACT = "the graph features contract";
    private static final CarriedViews CARRIED = CarriedViews.ofValues(CONTRACT);
    private static final int STRUCT_TAG = 1 << 3 | WireReader.LENGTH;

    private final FeatureView view;
    private final FeatureNames names;
    private final LongAdder skipped = new LongAdder();

    /**
     * Prepares a view.
     *
     * @param binding the view and its names on the server
     * @throws IllegalArgumentException if the contract cannot carry the view
     */
    public GraphFeaturesCodec(ViewBinding binding) {
        this.view = binding.view();
        CARRIED.require(view);
        this.names = new FeatureNames(binding, WireReader.LENGTH);
    }

    /**
     * Encodes a GetGraphFeaturesRequest.
     *
     * @param keys the user
     * @return the request
     * @throws IllegalArgumentException if it is not one key of one value
     */
    public SingleKey request(List<EntityKey> keys) {
        return new SingleKey(CONTRACT, keys);
    }

    /**
     * Returns how many values came that the view does not name, since the view was prepared.
     *
     * @return the count
     */
    public long skippedFeatures() {
        return skipped.sum();
    }

    /**
     * Reads an encoded GetGraphFeaturesResponse.
     *
     * @param reply the octets, which the row does not keep
     * @param length how many of them
     * @param receivedMicros when they came, microseconds since 1970 UTC
     * @return the row
     * @throws IOException if the reply is malformed
     */
    public FeatureRow row(byte[] reply, int length, long receivedMicros) throws IOException {
        WireReader wire = new WireReader(reply, length);
        var row = FeatureRow.builder(view, receivedMicros);
        var features = new FeatureSetReader(wire, names, view, row);
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag != STRUCT_TAG) {
                wire.skip(tag);
                continue;
            }
            int end = wire.length() + wire.position;
            features.read(wire.position, end);
            wire.seek(end, length);
        }
        skipped.add(features.skipped());
        return row.build();
    }

    /**
     * Returns the row of a user that the server does not know.
     *
     * @param receivedMicros when it said so, microseconds since 1970 UTC
     * @return the row
     */
    public FeatureRow notFound(long receivedMicros) {
        return FeatureRow.notFound(view, receivedMicros);
    }
}
