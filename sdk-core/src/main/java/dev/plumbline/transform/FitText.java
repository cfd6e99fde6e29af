package dev.plumbline.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what was fitted into a document. */
final class FitText {
    private FitText() {}

    static String write(FitSource source, OpenSpec open, FitState state, Provenance provenance) {
        String text = source.text();
        Map<String, SpecNode> params = params(source, state.known());
        SpecNode root = SpecReader.read(text, source.file());
        if (!params.isEmpty() || (root.fields != null && root.fields.containsKey("params"))) {
            text = SpecEdit.put(text, "params", SpecNode.map(0, params));
        }
        return SpecEdit.put(text, "provenance", provenance(open, state, provenance));
    }

    /** Returns the values in the order of their marks. */
    private static Map<String, SpecNode> params(FitSource source, Map<String, Map<String, SpecNode>> known) {
        OpenParams all = new OpenParams(Map.of());
        DocumentParser.parse(source.text(), source.file(), all);
        Map<String, SpecNode> params = new LinkedHashMap<>();
        for (OpenParams.Mark mark : all.marks()) {
            String key = Params.key(mark.site);
            Map<String, SpecNode> values = known.getOrDefault(key, Map.of());
            Map<String, SpecNode> ordered = new LinkedHashMap<>();
            for (String option : mark.open) {
                SpecNode value = values.get(option);
                if (value != null) {
                    ordered.put(option, value);
                }
            }
            params.put(key, SpecNode.map(0, ordered));
        }
        return params;
    }

    private static SpecNode provenance(OpenSpec open, FitState state, Provenance given) {
        Map<String, SpecNode> fields = new LinkedHashMap<>();
        given.fittedAt().ifPresent(time -> fields.put("fitted_at", FitNodes.text(time.toString())));
        given.dataset().ifPresent(dataset -> fields.put("dataset", FitNodes.text(dataset)));
        fields.put("rows", FitNodes.integer(state.rows()));
        fields.put("semantics", FitNodes.integer(1));
        Map<String, SpecNode> inputs = new LinkedHashMap<>();
        List<InputFit> fits = new ArrayList<>(state.inputs());
        for (int i = 0; i < fits.size(); i++) {
            inputs.put(open.inputs().get(i).name(), fits.get(i).node());
        }
        fields.put("inputs", SpecNode.map(0, inputs));
        return SpecNode.map(0, fields);
    }
}
