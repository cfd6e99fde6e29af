package dev.plumbline.transform.model;

import dev.plumbline.transform.ModelStamp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the outermost fields of an ONNX file tell: whether it is one, and where our entries of its metadata are. */
final class OnnxScan {
    /** The field of a model that holds entries of text and text. */
    static final int METADATA = 14;

    static final int KEY = 1;
    static final int VALUE = 2;

    private static final int IR_VERSION = 1;
    private static final int GRAPH = 7;
    private static final int MAX_KEY = 1024;
    private static final int MAX_VALUE = 16 * 1024 * 1024;

    /**
     * One of our entries.
     *
     * @param start its first byte
     * @param value where its value is, null if it has none
     */
    private record Entry(String name, long start, long end, WireReader.@Nullable Field value) {}

    private final Path file;
    private final WireReader wire;
    private final List<Entry> ours = new ArrayList<>();

    private OnnxScan(Path file, WireReader wire) {
        this.file = file;
        this.wire = wire;
    }

    static OnnxScan of(Path file, FileChannel in) throws IOException {
        OnnxScan scan = new OnnxScan(file, new WireReader(file, in));
        scan.model();
        return scan;
    }

    /** Reads our entries; foreign ones are passed over. */
    Map<String, String> properties() throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Entry entry : ours) {
            WireReader.Field value = entry.value();
            if (value != null && value.length() > MAX_VALUE) {
                throw malformed(entry, "is longer than " + MAX_VALUE + " bytes");
            }
            if (properties.put(entry.name(), value == null ? "" : wire.text(value)) != null) {
                throw malformed(entry, "is there twice");
            }
        }
        return properties;
    }

    private ModelFileException malformed(Entry entry, String what) {
        return new ModelFileException(
                "PLB-403",
                file,
                entry.start(),
                "'" + entry.name() + "' " + what + "; stamp the model again, where it is trained",
                null);
    }

    private void model() throws IOException {
        boolean hasGraph = false;
        while (wire.position() < wire.size()) {
            long start = wire.position();
            WireReader.Field field = wire.field(wire.size());
            int wanted = field.number() == IR_VERSION ? WireReader.VARINT : WireReader.BYTES;
            boolean known = field.number() == IR_VERSION || field.number() == GRAPH || field.number() == METADATA;
            if (known && field.type() != wanted) {
                throw wire.fault(start, "field " + field.number() + " has the wire type " + field.type());
            }
            hasGraph |= field.number() == GRAPH;
            if (field.number() == METADATA) {
                entry(start, field);
            }
            wire.seek(field.end());
        }
        if (!hasGraph) {
            throw wire.fault(wire.size(), "the file ends and there was no graph");
        }
    }

    private void entry(long start, WireReader.Field metadata) throws IOException {
        wire.seek(metadata.start());
        WireReader.Field key = null;
        WireReader.Field value = null;
        while (wire.position() < metadata.end()) {
            WireReader.Field field = wire.field(metadata.end());
            key = field.number() == KEY && field.type() == WireReader.BYTES ? field : key;
            value = field.number() == VALUE && field.type() == WireReader.BYTES ? field : value;
            wire.seek(field.end());
        }
        String name = key == null || key.length() > MAX_KEY ? "" : wire.text(key);
        if (name.startsWith(ModelStamp.PREFIX)) {
            ours.add(new Entry(name, start, metadata.end(), value));
        }
    }

    /** Copies all but our entries. */
    void copyRest(FileChannel in, WritableByteChannel out) throws IOException {
        long from = 0;
        for (Entry entry : ours) {
            copy(in, from, entry.start(), out);
            from = entry.end();
        }
        copy(in, from, wire.size(), out);
    }

    private static void copy(FileChannel in, long from, long to, WritableByteChannel out) throws IOException {
        long place = from;
        while (place < to) {
            long copied = in.transferTo(place, to - place, out);
            if (copied <= 0) {
                throw new IOException("the file became shorter while it was copied");
            }
            place += copied;
        }
    }
}
