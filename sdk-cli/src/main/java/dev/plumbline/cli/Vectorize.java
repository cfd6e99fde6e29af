package dev.plumbline.cli;

import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformException;
import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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

    int run(Path file, Path data, CsvFormat format, Path target, OnError onError) {
        try {
            checkName(target, file, data);
            vectorize(TransformSpec.load(file), data, format, target, onError);
            return ExitCode.OK;
        } catch (IOException e) {
            throw NewFile.unwritable(target, e);
        }
    }

    private void vectorize(TransformSpec spec, Path data, CsvFormat format, Path target, OnError onError)
            throws IOException {
        try (CsvTable table = CsvTable.open(data);
                NewFile vectors = new NewFile(target);
                NewFile stamp = new NewFile(target.resolveSibling(target.getFileName() + ".plumbline.json"))) {
            List<Long> failed = new ArrayList<>();
            long rows = write(spec, table, format, vectors, onError, failed);
            new Stamp(spec).write(stamp, vectors, rows, failed);
            // In this order: vectors without their own stamp are never seen.
            stamp.publish();
            vectors.publish();
            out.println(
                    target + ": " + rows + " rows of " + spec.vectorizer().width() + " slots, " + spec.fingerprint());
        }
    }

    private static void checkName(Path target, Path... read) throws IOException {
        String name = target.toString();
        if (!name.endsWith(".csv") && !name.endsWith(".npy")) {
            throw new CommandException(CommandException.UNWRITABLE, name, "is no .csv and no .npy; name one of these");
        }
        for (Path source : read) {
            if (Files.exists(target) && Files.exists(source) && Files.isSameFile(target, source)) {
                throw new CommandException(CommandException.UNWRITABLE, name, "is read by this command; name another");
            }
        }
    }

    private long write(
            TransformSpec spec, CsvTable table, CsvFormat format, NewFile file, OnError onError, List<Long> failed)
            throws IOException {
        CsvInputs inputs = new CsvInputs(spec, table, format);
        InputRow row = spec.vectorizer().newInputs();
        RowVector vector = new RowVector(spec);
        VectorFile vectors = format(spec, file, vector);
        long rows = 0;
        String firstFailure = "";
        for (long number = 0; table.next(); number++) {
            inputs.fill(row);
            try {
                vector.fill(row);
            } catch (TransformException e) {
                if (onError == OnError.FAIL) {
                    throw new CommandException(inputs.locate(e) + "; --on-error skip leaves such rows out", e);
                }
                firstFailure = failed.isEmpty() ? inputs.locate(e) : firstFailure;
                failed.add(number);
                if (onError == OnError.SKIP) {
                    continue;
                }
                vector.fillWithNaN();
            }
            vectors.add(vector);
            rows++;
        }
        vectors.finish();
        if (!failed.isEmpty()) {
            err.println(failed.size() + (onError == OnError.SKIP ? " rows were left out" : " rows are NaN")
                    + ", the first: " + firstFailure);
        }
        return rows;
    }

    private static VectorFile format(TransformSpec spec, NewFile file, RowVector vector) throws IOException {
        return file.target().toString().endsWith(".npy")
                ? new NpyFile(file.channel(), vector)
                : new CsvVectorFile(file.channel(), spec.vectorizer().slotNames(), new Stamp(spec));
    }
}
