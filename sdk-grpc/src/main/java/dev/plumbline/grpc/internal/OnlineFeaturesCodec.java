package dev.plumbline.grpc.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests and reads replies of feature_store.FeatureStore/GetOnlineFeatures for one view, without generated
 * classes.
 *
 * <p>Immutable but for its counter, and thread-safe.
 */
public final class OnlineFeaturesCodec {
    private static final CarriedViews CARRIED = CarriedViews.ofValues("the online features contract");
    private static final int ENTRY_TAG = 1 << 3 | WireReader.LENGTH;

    private final FeatureView view;
    private final FeatureNames names;
    private final LongAdder skipped = new LongAdder();

    /**
     * Prepares a view.
     *
     * @param binding the view and its names on the server
     * @throws IllegalArgumentException if the contract cannot carry the view
     */
    public OnlineFeaturesCodec(ViewBinding binding) {
        this.view = binding.view();
        CARRIED.require(view);
        this.names = new FeatureNames(binding, WireReader.LENGTH);
    }

    /**
     * Encodes a request.
     *
     * @param keys the entities, each with one value
     * @return the request, which reads the reply to it
     * @throws IllegalArgumentException if a key has not exactly one value
     */
    public Fetch fetch(List<EntityKey> keys) {
        return new Fetch(new EntityIds(keys, names));
    }

    /**
     * Returns how many values came that the view does not name, since the view was prepared.
     *
     * @return the count
     */
    public long skippedFeatures() {
        return skipped.sum();
    }

    /** One request. Immutable and thread-safe. */
    public final class Fetch {
        private final EntityIds ids;

        private Fetch(EntityIds ids) {
            this.ids = ids;
        }

        /**
         * Returns the encoded OnlineFeaturesRequest.
         *
         * @return the octets, not a copy
         */
        public byte[] request() {
            return ids.request();
        }

        /**
         * Reads an encoded OnlineFeaturesResponse.
         *
         * @param reply the octets, which the rows do not keep
         * @param length how many of them
         * @param receivedMicros when they came, microseconds since 1970 UTC
         * @return a row for each key, in the request's order
         * @throws IOException if the reply is malformed
         */
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            WireReader wire = new WireReader(reply, length);
            var row = FeatureRow.builder(view, receivedMicros);
            var set = new FeatureSetReader(wire, names, view, row);
            var entry = new EntryReader();
            @Nullable FeatureRow[] rows = new FeatureRow[ids.count()];
            int guess = 0;
            while (wire.hasMore()) {
                int tag = wire.tag();
                if (tag != ENTRY_TAG) {
                    wire.skip(tag);
                    continue;
                }
                entry.read(wire, wire.length());
                int index = ids.find(guess, reply, entry.keyFrom, entry.keyLength);
                if (index >= 0) {
                    readSets(wire, entry, set);
                    rows[index] = row.build();
                    guess = index + 1;
                    wire.seek(entry.to, length);
                }
            }
            skipped.add(set.skipped());
            return aligned(rows, receivedMicros);
        }

        private void readSets(WireReader wire, EntryReader entry, FeatureSetReader set) throws MalformedReplyException {
            if (entry.values <= 1) {
                set.read(entry.valueFrom, entry.valueTo);
                return;
            }
            int next = entry.from;
            while (next < entry.to) {
                wire.seek(next, entry.to);
                int tag = wire.tag();
                if (tag == EntryReader.VALUE_TAG) {
                    int size = wire.length();
                    next = wire.position + size;
                    set.read(wire.position, next);
                } else {
                    wire.skip(tag);
                    next = wire.position;
                }
            }
        }

        private List<FeatureRow> aligned(@Nullable FeatureRow[] rows, long receivedMicros) {
            FeatureRow missing = null;
            FeatureRow[] all = new FeatureRow[rows.length];
            for (int i = 0; i < rows.length; i++) {
                FeatureRow found = rows[ids.sameAs(i)];
                if (found == null) {
                    if (missing == null) {
                        missing = FeatureRow.notFound(view, receivedMicros);
                    }
                    found = missing;
                }
                all[i] = found;
            }
            return Arrays.asList(all);
        }
    }
}
