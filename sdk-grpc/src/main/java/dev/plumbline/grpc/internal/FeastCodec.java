package dev.plumbline.grpc.internal;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.feature.ValueState;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.ViewBinding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes requests and reads replies of Feast's GetOnlineFeatures for one view, without generated classes. Immutable but
 * for its counter and what it keeps for the next reply, and thread-safe.
 */
public final class FeastCodec {
    private static final int METADATA_TAG = 1 << 3 | WireReader.LENGTH;
    private static final int RESULT_TAG = 2 << 3 | WireReader.LENGTH;
    private static final int SPARES = 4;
    private static final int LEFT_OUT = -1;

    private final FeatureView view;
    private final FeastRequest request;
    private final FeastLayouts layouts;
    private final FeastSurprises surprises;
    private final LongAdder skipped = new LongAdder();
    private final ArrayBlockingQueue<FeastCells> spares = new ArrayBlockingQueue<>(SPARES);

    /**
     * Prepares a view.
     *
     * @param binding the view and its names on the server, each {@code feature} or {@code view:feature}
     * @param terms how the server is to be asked
     * @throws IllegalArgumentException if the server's name of a feature is neither
     */
    public FeastCodec(ViewBinding binding, FeastTerms terms) {
        this.view = binding.view();
        FeastNames names = new FeastNames(binding);
        this.request = new FeastRequest(view, names, terms);
        this.layouts = new FeastLayouts(names, view.name());
        this.surprises = new FeastSurprises(view);
    }

    /**
     * Encodes a request. A key that cannot go with the rest is left out and fails alone: in a batch it may be another
     * caller's.
     *
     * @param keys the entities, each with a value for each join key
     * @return the request, which reads the reply to it
     * @throws IllegalArgumentException if no key has them, of the types that they go as
     */
    public Fetch fetch(List<EntityKey> keys) {
        try {
            FeastKeys all = new FeastKeys(keys, request);
            return new Fetch(all, all.places());
        } catch (IllegalArgumentException e) {
            return fetchFitting(keys, e);
        }
    }

    private Fetch fetchFitting(List<EntityKey> keys, IllegalArgumentException refusal) {
        boolean[] fits = request.fitting(keys);
        List<EntityKey> fitting = new ArrayList<>();
        for (int i = 0; i < fits.length; i++) {
            if (fits[i]) {
                fitting.add(keys.get(i));
            }
        }
        if (fitting.isEmpty()) {
            throw refusal;
        }
        FeastKeys some = new FeastKeys(fitting, request);
        int[] places = new int[fits.length];
        int next = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = fits[i] ? some.places()[next++] : LEFT_OUT;
        }
        return new Fetch(some, places);
    }

    private FeatureRow leftOut(long receivedMicros) {
        return FeatureRow.failed(
                view,
                new TransportException(
                        TransportException.Kind.INVALID_REQUEST,
                        "INVALID_ARGUMENT",
                        "view '" + view.name()
                                + "': a value of the key does not go as the type of its join key: give all keys"
                                + " of a view the type that the server has, and name it with joinKeyType",
                        null),
                receivedMicros);
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
        private final FeastKeys keys;
        private final int[] places;

        private Fetch(FeastKeys keys, int[] places) {
            this.keys = keys;
            this.places = places;
        }

        /**
         * Returns the encoded GetOnlineFeaturesRequest.
         *
         * @return the octets, not a copy
         */
        public byte[] request() {
            return keys.request();
        }

        /**
         * Reads an encoded GetOnlineFeaturesResponse.
         *
         * @param reply the octets, which the rows do not keep
         * @param length how many of them
         * @param receivedMicros when they came, microseconds since 1970 UTC
         * @return a row for each key, in the request's order
         * @throws IOException if the reply is malformed, or its columns cannot be told apart
         */
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            WireReader wire = new WireReader(reply, length);
            FeastLayout layout = layout(wire);
            FeastCells cells = spares.poll();
            if (cells == null) {
                cells = new FeastCells();
            }
            cells.begin(view.size(), keys.count());
            wire.seek(0, length);
            readColumns(wire, layout, cells, length);
            wire.seek(0, length);
            FeatureRow[] rows = rows(wire, cells, receivedMicros);
            skipped.add((long) layout.unnamed() * keys.count());
            if (cells.isSmall()) {
                // A full queue leaves the arrays to the garbage collector.
                var unused = spares.offer(cells);
            }
            return aligned(rows, receivedMicros);
        }

        private void readColumns(WireReader wire, FeastLayout layout, FeastCells cells, int length) throws IOException {
            FeastColumnReader columns = new FeastColumnReader(wire, cells);
            int column = 0;
            while (wire.hasMore()) {
                int tag = wire.tag();
                if (tag != RESULT_TAG) {
                    wire.skip(tag);
                    continue;
                }
                int end = wire.length() + wire.position;
                int slot = layout.slot(column++);
                if (slot >= 0) {
                    wire.limit = end;
                    columns.read(slot);
                }
                wire.seek(end, length);
            }
        }

        private FeatureRow[] rows(WireReader wire, FeastCells cells, long receivedMicros) throws IOException {
            FeatureRowBuilder row = FeatureRow.builder(view, receivedMicros);
            FeastValueReader value = new FeastValueReader(wire, view, surprises);
            int count = cells.entities();
            int size = view.size() * count;
            FeatureRow[] rows = new FeatureRow[count];
            for (int entity = 0; entity < count; entity++) {
                int slot = 0;
                for (int cell = entity; cell < size; cell += count, slot++) {
                    switch (cells.status(cell)) {
                        case FeastCells.PRESENT -> value.read(cells.value(cell), row, slot, ValueState.NULL);
                        case FeastCells.OUTSIDE_MAX_AGE ->
                            value.read(cells.value(cell), row, slot, ValueState.NOT_FOUND);
                        case FeastCells.NULL_VALUE -> row.putState(slot, ValueState.NULL);
                        case FeastCells.NOT_FOUND -> {
                            // As a cell is that nothing is put into.
                        }
                        default -> row.putState(slot, ValueState.ERROR);
                    }
                }
                rows[entity] = row.eventTimeMicros(cells.times().micros(entity)).build();
            }
            return rows;
        }

        private List<FeatureRow> aligned(FeatureRow[] rows, long receivedMicros) {
            FeatureRow[] all = new FeatureRow[places.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = places[i] == LEFT_OUT ? leftOut(receivedMicros) : rows[places[i]];
            }
            return Arrays.asList(all);
        }
    }

    /** Finds out which column is which; the metadata may come in parts, and after the columns. */
    private FeastLayout layout(WireReader wire) throws IOException {
        int columns = 0;
        int from = 0;
        int to = 0;
        ByteArrayOutputStream parts = null;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == METADATA_TAG) {
                int size = wire.length();
                if (to == 0) {
                    from = wire.position;
                    to = from + size;
                } else {
                    if (parts == null) {
                        parts = new ByteArrayOutputStream();
                        parts.write(wire.bytes, from, to - from);
                    }
                    parts.write(wire.bytes, wire.position, size);
                }
                wire.position += size;
            } else {
                columns += tag == RESULT_TAG ? 1 : 0;
                wire.skip(tag);
            }
        }
        return parts == null
                ? layouts.of(wire.bytes, from, to, columns)
                : layouts.of(parts.toByteArray(), 0, parts.size(), columns);
    }
}
