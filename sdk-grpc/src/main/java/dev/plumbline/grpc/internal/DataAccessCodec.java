package dev.plumbline.grpc.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes requests and reads replies of com.mycorp.dal.FeatureService/GetFeatures for one view, without generated classes.
 *
 * <p>Immutable but for its counter, and thread-safe.
 */
public final class DataAccessCodec {
    private static final String CONTRACT = "the data access layer";
    private static final CarriedViews CARRIED = CarriedViews.ofFloats(CONTRACT);
    private static final int ENTRY_TAG = 1 << 3 | WireReader.LENGTH;
    private static final int FOUND_TAG = 2 << 3 | WireReader.VARINT;

    private final FeatureView view;
    private final FeatureNames names;
    private final LongAdder skipped = new LongAdder();

    /**
     * Prepares a view.
     *
     * @param binding the view and its names on the server
     * @throws IllegalArgumentException if the contract cannot carry the view
     */
    public DataAccessCodec(ViewBinding binding) {
        this.view = binding.view();
        CARRIED.require(view);
        this.names = new FeatureNames(binding, WireReader.FIXED32);
    }

    /**
     * Encodes a FeatureRequest.
     *
     * @param keys the entity
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
     * Reads an encoded FeatureResponse.
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
        var floats = new FloatsReader(wire, names, view, row);
        boolean found = false;
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag) {
                case ENTRY_TAG -> floats.read();
                case FOUND_TAG -> found = wire.varint64() != 0;
                default -> wire.skip(tag);
            }
        }
        skipped.add(floats.skipped());
        return found ? row.build() : FeatureRow.notFound(view, receivedMicros);
    }
}
