package dev.plumbline.cli;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.SparseVector;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** SciPy's format of a sparse matrix by rows: a zip of arrays, which are collected in files of their own before. */
final class NpzFile implements VectorFile {
    /** The time that NumPy gives the entries. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final NewFile target;
    private final Vectorizer vectorizer;
    private final SparseVector vector;
    private final boolean float32;
    private final Part values;
    private final Part slots;
    private final Part ends;
    private long rows;
    private long entries;

    NpzFile(NewFile target, TransformSpec spec) throws IOException {
        this.target = target;
        this.vectorizer = spec.vectorizer();
        this.vector = vectorizer.newSparse();
        this.float32 = spec.outputType().equals(FeatureType.FLOAT32);
        this.values = new Part(target);
        this.slots = new Part(target);
        this.ends = new Part(target);
        ends.out.putLong(0);
    }

    @Override
    public void add(InputRow row) throws IOException {
        vectorizer.transform(row, vector);
        for (int entry = 0; entry < vector.size(); entry++) {
            values.out.putFloat(vector.value(entry), float32);
            slots.out.putInt(vector.slot(entry));
        }
        entries += vector.size();
        ends.out.putLong(entries);
        rows++;
    }

    @Override
    public void addNaN() {
        throw new UnsupportedOperationException("a sparse row has no slots to be NaN");
    }

    @Override
    public void finish() throws IOException {
        ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(target.channel()));
        values.copyTo(zip, "data", NpyHeader.slots(float32), entries);
        slots.copyTo(zip, "indices", "<i4", entries);
        ends.copyTo(zip, "indptr", "<i8", rows + 1);
        open(zip, "shape", "<i8", "(2,)");
        zip.write(ByteBuffer.allocate(2 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(rows)
                .putLong(vectorizer.width())
                .array());
        open(zip, "format", "|S3", "()");
        zip.write("csr".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
        zip.flush();
    }

    private static void open(ZipOutputStream zip, String name, String type, String shape) throws IOException {
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(NpyHeader.of(type, shape).array());
    }

    @Override
    public void close() {
        values.file.close();
        slots.file.close();
        ends.file.close();
    }

    /** An array in the making. */
    private static final class Part {
        final NewFile file;
        final LittleEndian out;

        Part(NewFile besides) {
            this.file = new NewFile(besides.target());
            this.out = new LittleEndian(file.channel());
        }

        void copyTo(ZipOutputStream zip, String name, String type, long length) throws IOException {
            out.flush();
            open(zip, name, type, "(" + length + ",)");
            InputStream written = Channels.newInputStream(file.channel().position(0));
            written.transferTo(zip);
        }
    }
}
