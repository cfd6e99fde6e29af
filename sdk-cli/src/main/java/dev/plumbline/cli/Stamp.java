package dev.plumbline.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.FeatureSlots;
import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import dev.plumbline.transform.model.TrainingTable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;

/** The file beside vectors that says what made them. Its properties are those that a model is to carry on. */
final class Stamp {
    private Stamp() {}

    static void write(TransformSpec spec, NewFile to, NewFile vectors, long rows, List<Long> failedRows)
            throws IOException {
        try (JsonGenerator json =
                JsonValues.JSON.createGenerator(Channels.newOutputStream(to.channel()), JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("plumbline", 1);
            json.writeStringField(
                    "vectors.file", String.valueOf(vectors.target().getFileName()));
            json.writeNumberField("vectors.bytes", vectors.channel().size());
            json.writeStringField("vectors.sha256", vectors.sha256());
            json.writeNumberField("vectors.rows", rows);
            json.writeArrayFieldStart("vectors.failed_rows");
            for (long row : failedRows) {
                json.writeNumber(row);
            }
            json.writeEndArray();
            writeLayout(json, spec);
            json.writeNumberField(TrainingTable.COLUMN, spec.fingerprintPrefix());
            for (Map.Entry<String, String> property :
                    ModelStamp.of(spec).properties().entrySet()) {
                json.writeStringField(property.getKey(), property.getValue());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeLayout(JsonGenerator json, TransformSpec spec) throws IOException {
        Vectorizer vectorizer = spec.vectorizer();
        json.writeStringField("vectors.type", spec.outputType().equals(FeatureType.FLOAT32) ? "f32" : "f64");
        json.writeNumberField("vectors.width", vectorizer.width());
        json.writeObjectFieldStart("vectors.features");
        for (FeatureSlots feature : vectorizer.featureSlots()) {
            json.writeArrayFieldStart(feature.feature());
            json.writeNumber(feature.offset());
            json.writeNumber(feature.offset() + feature.width());
            json.writeEndArray();
        }
        json.writeEndObject();
        if (!vectorizer.isSparse()) {
            json.writeArrayFieldStart("vectors.slots");
            for (String slot : vectorizer.slotNames()) {
                json.writeString(slot);
            }
            json.writeEndArray();
        }
    }
}
