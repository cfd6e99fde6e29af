package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.transport.ViewBinding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests and reads replies of Feast's {@code POST /get-online-features} for one view.
 *
 * <p>Thread-safe. It remembers the last reply's columns: servers name them after the values, always in the same order.
 */
public final class FeastCodec implements JsonCodec {
    private static final Comparator<EntityKey> BY_VALUES = FeastCodec::compare;

    private final JsonFactory json;
    private final FeatureView view;
    private final FeastNames names;
    private final FeastOptions options;
    private final byte[] head;
    private final LongAdder skipped = new LongAdder();
    private volatile @Nullable FeastColumns last;

    /**
     * Prepares a view.
     *
     * @param json what reads and writes
     * @param binding the view and its names on the server
     * @param options what the transport was told
     * @throws IllegalArgumentException if a server's name is none of Feast's
     */
    public FeastCodec(JsonFactory json, ViewBinding binding, FeastOptions options) {
        this.json = json;
        this.view = binding.view();
        this.names = new FeastNames(binding);
        this.options = options;
        this.head = head();
    }

    private byte[] head() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            String service = options.featureService();
            if (service != null) {
                generator.writeStringField("feature_service", service);
            } else {
                generator.writeArrayFieldStart("features");
                for (String reference : names.references()) {
                    generator.writeString(reference);
                }
                generator.writeEndArray();
            }
            generator.writeBooleanField("full_feature_names", names.fullNames());
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes what is written", e);
        }
        byte[] object = out.toByteArray();
        return Arrays.copyOf(object, object.length - 1);
    }

    @Override
    public Exchange exchange(List<EntityKey> keys) {
        int[] order = order(keys);
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + 64 + 24 * keys.size());
        out.writeBytes(head);
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeRaw(",\"entities\":");
            writeColumns(generator, keys, order, view.joinKeys());
            List<String> data = view.joinKeys().stream()
                    .filter(options.requestData()::contains)
                    .toList();
            if (!data.isEmpty()) {
                generator.writeRaw(",\"request_context\":");
                writeColumns(generator, keys, order, data);
            }
            generator.writeRaw('}');
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes what is written", e);
        }
        return new BoundKeys(out.toByteArray(), order);
    }

    /** Where sorted keys stood: servers that compute features ahead mix unsorted entities up. */
    private static int[] order(List<EntityKey> keys) {
        return IntStream.range(0, keys.size())
                .boxed()
                .sorted(Comparator.comparing(keys::get, BY_VALUES))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int compare(EntityKey left, EntityKey right) {
        for (int i = 0; i < left.size(); i++) {
            Object one = left.value(i);
            Object other = right.value(i);
            int order = one instanceof Long a && other instanceof Long b
                    ? a.compareTo(b)
                    : one instanceof String s && other instanceof String t
                            ? s.compareTo(t)
                            : Boolean.compare(one instanceof String, other instanceof String);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private void writeColumns(JsonGenerator generator, List<EntityKey> keys, int[] order, List<String> joinKeys)
            throws IOException {
        generator.writeStartObject();
        for (String joinKey : joinKeys) {
            int place = view.joinKeys().indexOf(joinKey);
            generator.writeArrayFieldStart(joinKey);
            for (int index : order) {
                if (keys.get(index).value(place) instanceof Long number) {
                    generator.writeNumber(number);
                } else {
                    generator.writeString(keys.get(index).text(place));
                }
            }
            generator.writeEndArray();
        }
        generator.writeEndObject();
        generator.flush();
    }

    @Override
    public long skippedFeatures() {
        return skipped.sum();
    }

    private final class BoundKeys implements Exchange {
        private final byte[] request;
        private final int[] order;

        BoundKeys(byte[] request, int[] order) {
            this.request = request;
            this.order = order;
        }

        @Override
        public byte[] request() {
            return request;
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            FeastReply reader = new FeastReply(json, view, names, order.length, receivedMicros);
            FeatureRow[] sorted = reader.rows(reply, length, last);
            last = reader.columns();
            skipped.add(reader.skipped());
            FeatureRow[] rows = new FeatureRow[sorted.length];
            for (int i = 0; i < rows.length; i++) {
                rows[order[i]] = sorted[i];
            }
            return Arrays.asList(rows);
        }
    }
}
