package dev.plumbline.cli;

import dev.plumbline.transform.FeatureSlots;
import dev.plumbline.transform.InputRow;
import dev.plumbline.transform.TransformSpec;
import dev.plumbline.transform.Vectorizer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ExitCode;

/** Says how a slot of one row came about. */
final class Explain {
    private final PrintWriter out;

    Explain(PrintWriter out) {
        this.out = out;
    }

    int run(Path file, Path json, String slot) {
        TransformSpec spec = TransformSpec.load(file);
        Vectorizer vectorizer = spec.vectorizer();
        int number = slot(spec.name(), vectorizer, slot);
        InputRow row = vectorizer.newInputs();
        new JsonRow(spec, json).fill(row);
        out.println(vectorizer.explain(row, number));
        return ExitCode.OK;
    }

    private static int slot(String spec, Vectorizer vectorizer, String slot) {
        if (slot.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(slot);
            if (number < vectorizer.width()) {
                return number;
            }
            throw new CommandException(
                    CommandException.UNKNOWN_NAME,
                    spec,
                    "there is no slot " + slot + "; the slots are 0 to " + (vectorizer.width() - 1));
        }
        int number = vectorizer.slotNames().indexOf(slot);
        if (number < 0) {
            throw new CommandException(
                    CommandException.UNKNOWN_NAME, spec, "no slot is named '" + slot + "'; " + known(vectorizer, slot));
        }
        return number;
    }

    /** The slots of the feature that was meant, else all features. */
    private static String known(Vectorizer vectorizer, String slot) {
        for (FeatureSlots feature : vectorizer.featureSlots()) {
            if (slot.matches(feature.feature() + "([^a-z0-9_].*)?")) {
                List<String> names =
                        vectorizer.slotNames().subList(feature.offset(), feature.offset() + feature.width());
                return "those of feature '" + feature.feature() + "' are " + Names.list(names);
            }
        }
        return "the features are "
                + Names.list(vectorizer.featureSlots().stream()
                        .map(FeatureSlots::feature)
                        .toList());
    }
}
