package dev.plumbline.cli;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.model.TrainingTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A column for each slot, then the start of the spec's fingerprint in every row. An f32 is written in the digits of the
 * f64 that it equals, so that it is the same number whichever of the two a reader takes.
 */
final class CsvVectorFile implements VectorFile {
    private final CSVPrinter printer;
    private final RowVector vector;
    private final String fingerprint;

    CsvVectorFile(FileChannel channel, TransformSpec spec) throws IOException {
        this.printer = new CSVPrinter(
                new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), 1 << 16),
                CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
        this.vector = new RowVector(spec);
        this.fingerprint = Long.toString(spec.fingerprintPrefix());
        List<String> header = new ArrayList<>(spec.vectorizer().slotNames());
        header.add(TrainingTable.COLUMN);
        printer.printRecord(header);
    }

    @Override
    public void add(InputRow row) throws IOException {
        vector.fill(row);
        write();
    }

    @Override
    public void addNaN() throws IOException {
        vector.fillWithNaN();
        write();
    }

    private void write() throws IOException {
        for (int slot = 0; slot < vector.width(); slot++) {
            printer.print(Double.toString(vector.get(slot)));
        }
        printer.print(fingerprint);
        printer.println();
    }

    @Override
    public void finish() throws IOException {
        printer.flush();
    }

    @Override
    public void close() {}
}
