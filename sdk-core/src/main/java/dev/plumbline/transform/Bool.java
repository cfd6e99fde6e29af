package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** 1 for some texts, 0 for some others, and no third. */
final class Bool extends Step {
    static final Op OP =
            new Op("bool", List.of(Option.texts("true"), Option.texts("false")), Set.of(Kind.TEXT), Bool::make);

    private static final int UNKNOWN = -1;

    private final Categories texts;
    private final int falses;

    private Bool(Options options, Port in, List<String> texts, int falses) {
        super("bool", options, in, Port.NUMBER);
        this.texts = new Categories(in, texts, 0, UNKNOWN);
        this.falses = falses;
    }

    private static Step make(StepSite site, Options options, Port in) {
        List<String> falses = options.texts("false");
        List<String> texts = new ArrayList<>(falses);
        texts.addAll(options.texts("true"));
        Categories.check(site, in, "false", falses);
        Categories.check(site, in, "true", options.texts("true"));
        for (String text : falses) {
            if (options.texts("true").contains(text)) {
                throw site.fault("PLB-113", "has \"" + text + "\" in both true and false; keep one");
            }
        }
        Rule unknown = site.policy().unknown();
        if (unknown != Rule.ERROR) {
            throw site.fault(
                    "PLB-118",
                    "has no value for other texts and the policy is unknown: " + unknown.spelled()
                            + "; set unknown: error for the feature");
        }
        return new Bool(options, in, texts, falses.size());
    }

    @Override
    void apply(Cell cell) {
        if (cell.missing) {
            return;
        }
        int place = texts.index(cell, Kind.TEXT);
        if (place == UNKNOWN) {
            throw new StepFault(
                    "PLB-308", "is not among the " + texts.size() + " texts of bool; list it, or clean it before");
        }
        cell.number = place < falses ? 0 : 1;
    }
}
