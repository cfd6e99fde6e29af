package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives marked options the values that are fitted so far, and something that is valid in place of all others. */
final class OpenParams implements Params {
    /** Far beyond any data and yet with a range that has an inverse. */
    private static final double FAR = 1e100;

    /** A step with marks that have no value yet. */
    record Mark(StepSite site, int line, List<String> options) {}

    private final Map<String, Map<String, SpecNode>> known;
    private final Map<String, Mark> marks = new LinkedHashMap<>();

    OpenParams(Map<String, Map<String, SpecNode>> known) {
        this.known = known;
    }

    /** Returns the steps whose values are not known, in the document's order. */
    List<Mark> marks() {
        return List.copyOf(marks.values());
    }

    @Override
    public SpecNode take(StepSite site, Port in, String option, int line) {
        String key = Params.key(site);
        Map<String, SpecNode> values = known.get(key);
        if (values != null) {
            SpecNode value = values.get(option);
            if (value != null) {
                return FitNodes.at(line, value);
            }
        }
        marks.computeIfAbsent(key, k -> new Mark(site, line, new ArrayList<>()))
                .options()
                .add(option);
        return FitNodes.at(line, standIn(option, in.kind()));
    }

    @Override
    public void refuseUnused() {}

    private static SpecNode standIn(String option, Kind kind) {
        return switch (option) {
            case "std", "scale" -> FitNodes.number(1);
            case "min" -> FitNodes.number(-FAR);
            case "max" -> FitNodes.number(FAR);
            case "bounds" -> SpecNode.list(0, List.of(FitNodes.number(0)));
            case "values" -> FitNodes.texts(List.of("0"));
            case "map" -> SpecNode.map(0, Map.of("0", FitNodes.number(0)));
            case "value" ->
                switch (kind) {
                    case TEXT -> FitNodes.text("0");
                    case NUMBERS, INTEGERS, TEXTS -> SpecNode.list(0, List.of());
                    default -> FitNodes.number(0);
                };
            default -> FitNodes.number(0);
        };
    }
}
