package dev.plumbline.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.feature.FeatureRow;
import dev.plumbline.transport.ViewBinding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes requests and reads replies of the plain JSON shape for one view.
 *
 * <p>Immutable but for its counter, and thread-safe.
 */
public final class PlainCodec implements JsonCodec {
    private final JsonFactory json;
    private final PlainNames names;
    private final byte[] head;
    private final LongAdder skipped = new LongAdder();

    /**
     * Prepares a view.
     *
     * @param json what reads and writes
     * @param binding the view and its names on the server
     */
    public PlainCodec(JsonFactory json, ViewBinding binding) {
        this.json = json;
        this.names = new PlainNames(binding);
        this.head = head(binding);
    }

    private byte[] head(ViewBinding binding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeStartObject();
            generator.writeStringField("view", binding.view().name());
            generator.writeFieldName("features");
            writeTexts(generator, binding.serverNames());
            generator.writeFieldName("join_keys");
            writeTexts(generator, binding.view().joinKeys());
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes what is written", e);
        }
        byte[] object = out.toByteArray();
        return Arrays.copyOf(object, object.length - 1);
    }

    private static void writeTexts(JsonGenerator generator, List<String> texts) throws IOException {
        generator.writeStartArray();
        for (String text : texts) {
            generator.writeString(text);
        }
        generator.writeEndArray();
    }

    @Override
    public Exchange exchange(List<EntityKey> keys) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + 16 + 24 * keys.size());
        out.writeBytes(head);
        try (JsonGenerator generator = json.createGenerator(out)) {
            generator.writeRaw(",\"keys\":");
            generator.writeStartArray();
            for (EntityKey key : keys) {
                writeKey(generator, key);
            }
            generator.writeEndArray();
            generator.writeRaw('}');
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes what is written", e);
        }
        return new BoundKeys(out.toByteArray(), new PlainKeys(keys));
    }

    private static void writeKey(JsonGenerator generator, EntityKey key) throws IOException {
        if (key.size() > 1) {
            generator.writeStartArray();
        }
        for (int i = 0; i < key.size(); i++) {
            if (key.value(i) instanceof Long number) {
                generator.writeNumber(number);
            } else {
                generator.writeString(key.text(i));
            }
        }
        if (key.size() > 1) {
            generator.writeEndArray();
        }
    }

    @Override
    public long skippedFeatures() {
        return skipped.sum();
    }

    private final class BoundKeys implements Exchange {
        private final byte[] request;
        private final PlainKeys keys;

        BoundKeys(byte[] request, PlainKeys keys) {
            this.request = request;
            this.keys = keys;
        }

        @Override
        public byte[] request() {
            return request;
        }

        @Override
        public List<FeatureRow> rows(byte[] reply, int length, long receivedMicros) throws IOException {
            PlainReply reader = new PlainReply(names, keys, receivedMicros);
            List<FeatureRow> rows = reader.rows(json, reply, length);
            skipped.add(reader.skipped());
            return rows;
        }
    }
}
