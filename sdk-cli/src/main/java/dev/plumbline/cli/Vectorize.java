package dev.plumbline.cli;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformException;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.model.SideFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** Makes the vectors of a table's rows, and a stamp that says by what. */
final class Vectorize {
    private final PrintWriter out;
    private final PrintWriter err;

    Vectorize(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    int run(Path file, Path data, CsvFormat csv, Path target, OnError onError) {
        TransformSpec spec = TransformSpec.load(file);
        VectorFormat format = VectorFormat.of(target, spec, onError);
        try {
            NewFile.checkApart(target, file, data);
            write(spec, data, csv, target, format, onError);
        } catch (IOException e) {
            throw NewFile.unwritable(target, e);
        }
        return ExitCode.OK;
    }

    private void write(TransformSpec spec, Path data, CsvFormat csv, Path target, VectorFormat format, OnError onError)
            throws IOException {
        try (CsvTable table = CsvTable.open(data);
                NewFile file = new NewFile(target);
                NewFile stamp = new NewFile(SideFile.of(target))) {
            long rows;
            List<Long> failed = new ArrayList<>();
            try (VectorFile vectors = format.open(file, spec)) {
                CsvInputs inputs = new CsvInputs(spec.name(), spec.inputs(), table, csv);
                rows = write(inputs, spec.vectorizer().newInputs(), vectors, onError, failed);
            }
            Stamp.write(spec, stamp, file, rows, failed);
            // In this order: vectors without their own stamp are never seen.
            stamp.publish();
            file.publish();
            out.println(
                    target + ": " + rows + " rows of " + spec.vectorizer().width() + " slots, " + spec.fingerprint());
        }
    }

    private long write(CsvInputs inputs, InputRow row, VectorFile vectors, OnError onError, List<Long> failed)
            throws IOException {
        String firstFailure = "";
        long number = 0;
        for (; inputs.next(row); number++) {
            try {
                vectors.add(row);
            } catch (TransformException e) {
                if (onError == OnError.FAIL) {
                    throw new CommandException(inputs.locate(e) + "; --on-error skip leaves such rows out", e);
                }
                firstFailure = failed.isEmpty() ? inputs.locate(e) : firstFailure;
                failed.add(number);
                if (onError == OnError.NAN) {
                    vectors.addNaN();
                }
            }
        }
        vectors.finish();
        boolean skipped = onError == OnError.SKIP;
        if (!failed.isEmpty()) {
            err.println(failed.size() + (skipped ? " rows were left out" : " rows are NaN") + ", the first: "
                    + firstFailure);
        }
        return skipped ? number - failed.size() : number;
    }
}
