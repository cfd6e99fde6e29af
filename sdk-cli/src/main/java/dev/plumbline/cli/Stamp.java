package dev.plumbline.cli;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.HexFormat;
import java.util.List;

/** What vectors were made by. */
final class Stamp {
    static final String FINGERPRINT_COLUMN = "__plb_fp";

    private final TransformSpec spec;

    Stamp(TransformSpec spec) {
        this.spec = spec;
    }

    /** The first 64 bits of the fingerprint, as signed. */
    long fingerprintPrefix() {
        int digits = spec.fingerprint().indexOf(':') + 1;
        return HexFormat.fromHexDigitsToLong(spec.fingerprint(), digits, digits + 16);
    }

    /** Writes the stamp of a file of vectors. */
    void write(NewFile to, NewFile vectors, long rows, List<Long> failedRows) throws IOException {
        try (JsonGenerator json =
                JsonValues.JSON.createGenerator(Channels.newOutputStream(to.channel()), JsonEncoding.UTF8)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("plumbline", 1);
            json.writeStringField("file", String.valueOf(vectors.target().getFileName()));
            json.writeStringField("sha256", vectors.sha256());
            json.writeStringField("spec", spec.name());
            json.writeStringField("version", spec.version());
            json.writeStringField("fingerprint", spec.fingerprint());
            json.writeStringField("binding", spec.bindingHash());
            json.writeStringField("layout", spec.layoutHash());
            json.writeNumberField(FINGERPRINT_COLUMN, fingerprintPrefix());
            json.writeStringField("type", spec.outputType().equals(FeatureType.FLOAT32) ? "f32" : "f64");
            json.writeNumberField("rows", rows);
            json.writeNumberField("width", spec.vectorizer().width());
            json.writeArrayFieldStart("slots");
            for (String slot : spec.vectorizer().slotNames()) {
                json.writeString(slot);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("failed_rows");
            for (long row : failedRows) {
                json.writeNumber(row);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}
