package dev.plumbline.transform.model;

import dev.plumbline.transform.ModelStamp;
import dev.plumbline.transform.ModelStampException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The stamp inside an ONNX model, as entries of its metadata, where every ONNX runtime finds it. The graph is copied as it
 * is and never read into memory. Thread-safe.
 *
 * <p>Metadata is not tied to the graph: add a {@link SideFile} where a changed model has to be refused too. Weights that
 * are stored beside the model, as external data, are no part of either.
 *
 * <p>A service that has the model open may also hand the runtime's map of custom metadata to {@link
 * ModelStamp#fromProperties}. The Java API of ONNX Runtime garbles characters beyond the basic plane; the hashes have none,
 * and a spec's text that was garbled is not trusted.
 */
public final class OnnxFile {
    private static final int METADATA_TAG = (OnnxScan.METADATA << 3) | WireReader.BYTES;
    private static final int KEY_TAG = (OnnxScan.KEY << 3) | WireReader.BYTES;
    private static final int VALUE_TAG = (OnnxScan.VALUE << 3) | WireReader.BYTES;

    private OnnxFile() {}

    /**
     * Stamps a model: replaces the file by one with the stamp, as a whole or not at all. An earlier stamp is dropped, all
     * other metadata stays.
     *
     * @param model the ONNX file
     * @param stamp the stamp
     * @throws ModelFileException if the file is damaged or no ONNX model, cannot be read or replaced, or would be larger
     *     than protobuf allows
     */
    public static void write(Path model, ModelStamp stamp) {
        byte[] entries = entries(stamp.properties());
        try {
            Path file = model.toRealPath();
            try (FileChannel in = FileChannel.open(file)) {
                OnnxScan scan = OnnxScan.of(model, in);
                long size = in.size();
                if (size <= Integer.MAX_VALUE && size + entries.length > Integer.MAX_VALUE) {
                    throw new ModelFileException(
                            "PLB-405",
                            model,
                            "would be larger than 2 GiB with the stamp, and protobuf reads no such file; stamp it"
                                    + " without text, or with a SideFile");
                }
                Replacement.write(file, file, out -> {
                    scan.copyRest(in, out);
                    Replacement.write(out, entries);
                });
            }
        } catch (IOException e) {
            throw new ModelFileException(
                    "PLB-405", model, -1, "cannot be stamped: " + e + "; check path and permissions", e);
        }
    }

    /**
     * Reads a model's stamp.
     *
     * @param model the ONNX file
     * @return the stamp; a model that was stamped without a name has that of its file
     * @throws ModelFileException if the file has no stamp or a malformed one, is damaged or no ONNX model, or cannot be
     *     read
     */
    public static ModelStamp read(Path model) {
        try (FileChannel in = FileChannel.open(model)) {
            ModelStamp stamp = ModelStamp.fromProperties(OnnxScan.of(model, in).properties());
            return stamp.model().isPresent() ? stamp : stamp.named(String.valueOf(model.getFileName()));
        } catch (ModelStampException e) {
            throw ModelFileException.of(model, e);
        } catch (IOException e) {
            throw new ModelFileException("PLB-405", model, -1, "cannot be read: " + e + "; check the path", e);
        }
    }

    /** Writes what a stamp may lack first: a file that was cut between two entries then lacks what it must have. */
    private static byte[] entries(Map<String, String> properties) {
        List<String> names = new ArrayList<>(properties.keySet());
        Collections.reverse(names);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String name : names) {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            append(entry, KEY_TAG, name.getBytes(StandardCharsets.UTF_8));
            append(entry, VALUE_TAG, properties.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8));
            append(out, METADATA_TAG, entry.toByteArray());
        }
        return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, int tag, byte[] bytes) {
        out.write(tag);
        int rest = bytes.length;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        out.writeBytes(bytes);
    }
}
