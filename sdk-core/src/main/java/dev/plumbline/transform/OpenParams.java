package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gives marked options the values that are fitted so far, and something that is valid in place of all others. */
final class OpenParams implements Params {
    /** Far beyond any data and yet with a range that has an inverse. */
    private static final double FAR = 1e100;

    /** A step with marks. */
    static final class Mark {
        final StepSite site;
        final int line;

        /** The marked options that have no value yet. */
        final List<String> open = new ArrayList<>();

        /** What is written, defaults, and the stand-ins. */
        Options options = Options.of(List.of(), new TreeMap<>());

        Mark(StepSite site, int line) {
            this.site = site;
            this.line = line;
        }
    }

    private final Map<String, Map<String, SpecNode>> known;
    private final Map<String, Mark> marks = new LinkedHashMap<>();

    OpenParams(Map<String, Map<String, SpecNode>> known) {
        this.known = known;
    }

    /** Returns the steps with marks, in the document's order. */
    List<Mark> marks() {
        return List.copyOf(marks.values());
    }

    @Override
    public SpecNode take(StepSite site, Port in, String option, int line) {
        String key = Params.key(site);
        Mark mark = marks.computeIfAbsent(key, k -> new Mark(site, line));
        Map<String, SpecNode> values = known.get(key);
        if (values != null) {
            SpecNode value = values.get(option);
            if (value != null) {
                return FitNodes.at(line, value);
            }
        }
        mark.open.add(option);
        return FitNodes.at(line, standIn(site, option, in.kind()));
    }

    @Override
    public void note(StepSite site, Options options) {
        Mark mark = marks.get(Params.key(site));
        if (mark != null) {
            mark.options = options;
        }
    }

    @Override
    public void refuseUnused() {}

    private static SpecNode standIn(StepSite site, String option, Kind kind) {
        return switch (option) {
            case "std", "scale" -> FitNodes.number(1);
            case "min" -> FitNodes.number(-FAR);
            case "max" -> FitNodes.number(FAR);
            case "bounds" -> SpecNode.list(0, List.of(FitNodes.number(0)));
            case "values" -> FitNodes.texts(List.of(category(site)));
            case "map" -> SpecNode.map(0, Map.of(category(site), FitNodes.number(0)));
            case "value" ->
                switch (kind) {
                    case TEXT -> FitNodes.text("0");
                    case NUMBERS, INTEGERS, TEXTS -> SpecNode.list(0, List.of());
                    default -> FitNodes.number(0);
                };
            default -> FitNodes.number(0);
        };
    }

    /** Returns an integer's digits, or a text that the steps before may give. */
    private static String category(StepSite site) {
        CleanText cleaner = site.cleaner();
        for (char c = '0'; cleaner != null && c < 0x250; c++) {
            String text = String.valueOf(c);
            String clean = cleaner.clean(text);
            if (clean.equals(text) && !cleaner.isDropped(clean)) {
                return text;
            }
        }
        return "0";
    }
}
