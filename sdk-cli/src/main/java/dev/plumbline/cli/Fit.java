package dev.plumbline.cli;

import dev.plumbline.transform.FitPart;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.Provenance;
import dev.plumbline.transform.SpecFit;
import dev.plumbline.transform.TransformSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.ExitCode;

/** Fits a spec to the rows of a table, and writes the fitted document. */
final class Fit {
    private final PrintWriter out;

    Fit(PrintWriter out) {
        this.out = out;
    }

    int run(Path file, Path data, CsvFormat csv, Path target, int minRows, String dataset) {
        if (minRows < 1) {
            throw new CommandException(
                    CommandException.VALUE, "--min-rows", minRows + " is no number of rows; pass 1 or more");
        }
        SpecFit fit = SpecFit.load(file).withMinRows(minRows);
        InputRow row = fit.newInputs();
        long rows = 0;
        while (!fit.isDone()) {
            FitPart part = pass(fit, data, csv, row);
            rows = part.rows();
            fit = fit.next(part);
        }
        String fitted = fit.write(Provenance.of(dataset));
        try {
            NewFile.checkApart(target, data);
            write(target, fitted);
        } catch (IOException e) {
            throw NewFile.unwritable(target, e);
        }
        out.println(target + ": fitted to " + rows + " rows, " + TransformSpec.load(target));
        return ExitCode.OK;
    }

    private static FitPart pass(SpecFit fit, Path data, CsvFormat csv, InputRow row) {
        FitPart part = fit.newPart();
        try (CsvTable table = CsvTable.open(data)) {
            CsvInputs inputs = new CsvInputs(fit.name(), fit.inputs(), table, csv);
            while (inputs.next(row)) {
                part.add(row);
            }
        }
        return part;
    }

    private static void write(Path target, String text) throws IOException {
        try (NewFile file = new NewFile(target)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                file.channel().write(bytes);
            }
            file.publish();
        }
    }
}
