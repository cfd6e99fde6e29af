package dev.plumbline.transform.model;

import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.ModelStampException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stamp in a file beside the model, for formats that hold no properties: {@code model.ubj.plumbline.json} for {@code
 * model.ubj}. It has the model's SHA-256, so that a model that was changed or exchanged is refused. Thread-safe.
 */
public final class SideFile {
    /** What a side file's name has after the model's. */
    public static final String SUFFIX = ".plumbline.json";

    private static final String FORMAT = "plumbline";
    private static final String FILE = "model.file";
    private static final String BYTES = "model.bytes";
    private static final String SHA256 = "model.sha256";
    private static final List<String> OWN = List.of(FORMAT, FILE, BYTES, SHA256);
    private static final long MAX_BYTES = 32L * 1024 * 1024;
    private static final String STAMP_AGAIN = "; stamp the model again, where it is trained";

    private SideFile() {}

    /**
     * Returns where a model's stamp is.
     *
     * @param model the model's file
     * @return the file beside it
     */
    public static Path of(Path model) {
        return model.resolveSibling(model.getFileName() + SUFFIX);
    }

    /**
     * Stamps a model: writes the file beside it, as a whole or not at all. One that exists is replaced.
     *
     * @param model the model's file, which is read to its end
     * @param stamp the stamp
     * @return the file that was written
     * @throws ModelFileException if the model cannot be read, or the file not be written
     */
    public static Path write(Path model, ModelStamp stamp) {
        FileDigest digest = FileDigest.of(model);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(FORMAT, 1L);
        fields.put(FILE, String.valueOf(model.getFileName()));
        fields.put(BYTES, digest.length());
        fields.put(SHA256, digest.sha256());
        fields.putAll(stamp.properties());
        Path file = of(model);
        byte[] bytes = FlatJson.write(fields).getBytes(StandardCharsets.UTF_8);
        try {
            Replacement.write(file, model, out -> Replacement.write(out, bytes));
        } catch (IOException e) {
            throw new ModelFileException(
                    "PLB-405", file, -1, "cannot be written: " + e + "; check directory and permissions", e);
        }
        return file;
    }

    /**
     * Reads a model's stamp and makes sure that the model is the one that was stamped.
     *
     * @param model the model's file, which is read to its end; the stamp is beside it
     * @return the stamp; a model that was stamped without a name has that of its file
     * @throws ModelFileException if there is no stamp or a malformed one, or if the model's length or digest is another
     */
    public static ModelStamp read(Path model) {
        Path file = of(model);
        Map<String, Object> fields = fields(file);
        FileDigest expected = new FileDigest(length(file, fields), text(file, fields, SHA256));
        String name = text(file, fields, FILE);
        ModelStamp stamp = stamp(file, fields);
        FileDigest found = FileDigest.of(model);
        if (!found.equals(expected)) {
            throw new ModelFileException(
                    "PLB-404",
                    model,
                    "is not the model that was stamped: expected " + expected + ", found " + found
                            + "; deploy the model and " + file.getFileName()
                            + " of one training run together, or stamp the model again");
        }
        return stamp.model().isPresent() ? stamp : stamp.named(name);
    }

    private static Map<String, Object> fields(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw malformed(file, "is larger than " + MAX_BYTES + " bytes");
            }
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new ModelFileException("PLB-403", file, -1, "is not UTF-8" + STAMP_AGAIN, e);
        } catch (IOException e) {
            throw new ModelFileException(
                    "PLB-403",
                    file,
                    -1,
                    "cannot be read: " + e + "; deploy it beside the model, or stamp the model where it is trained",
                    e);
        }
        Map<String, Object> fields;
        try {
            fields = FlatJson.read(text);
        } catch (FlatJson.Fault e) {
            throw new ModelFileException("PLB-403", file, -1, e.getMessage() + STAMP_AGAIN, e);
        }
        if (!Long.valueOf(1).equals(fields.get(FORMAT))) {
            throw malformed(file, "has the format " + fields.get(FORMAT) + ", and this library reads 1");
        }
        return fields;
    }

    private static ModelStamp stamp(Path file, Map<String, Object> fields) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String name : fields.keySet()) {
            if (!OWN.contains(name)) {
                properties.put(name, text(file, fields, name));
            }
        }
        ModelStamp stamp;
        try {
            stamp = ModelStamp.fromProperties(properties);
        } catch (ModelStampException e) {
            throw ModelFileException.of(file, e);
        }
        properties.keySet().removeAll(stamp.properties().keySet());
        if (!properties.isEmpty()) {
            throw malformed(
                    file,
                    "has the unknown key '" + properties.keySet().iterator().next() + "'");
        }
        return stamp;
    }

    private static String text(Path file, Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw malformed(file, "has no text '" + name + "'");
    }

    private static long length(Path file, Map<String, Object> fields) {
        if (fields.get(BYTES) instanceof Long length) {
            return length;
        }
        throw malformed(file, "has no number '" + BYTES + "'");
    }

    private static ModelFileException malformed(Path file, String text) {
        return new ModelFileException("PLB-403", file, text + STAMP_AGAIN);
    }
}
