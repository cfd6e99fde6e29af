package dev.plumbline.transform.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The texts that a step names are to be what the steps of {@code string} before it make. */
final class Reachable {
    private Reachable() {}

    static void keep(Draft draft, List<Draft> before) {
        draft.options.replaceAll((option, value) -> switch (option) {
            case "values" -> draft.op.equals("vocab") ? values((List<?>) value, before) : value;
            case "true", "false" -> values((List<?>) value, before);
            case "map" -> map((Map<?, ?>) value, before);
            default -> value;
        });
        if (draft.op.equals("bool")) {
            List<?> truths = (List<?>) draft.options.get("true");
            draft.with(
                    "false",
                    ((List<?>) draft.options.get("false"))
                            .stream().filter(text -> !truths.contains(text)).toList());
        }
    }

    private static List<?> values(List<?> texts, List<Draft> before) {
        List<?> kept = texts.stream()
                .map(text -> made((Draft.Quoted) text, before))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return kept.isEmpty() ? List.of(new Draft.Quoted("0")) : kept;
    }

    private static Map<?, ?> map(Map<?, ?> map, List<Draft> before) {
        Map<Object, Object> kept = new LinkedHashMap<>();
        map.forEach((text, number) -> kept.put(made((Draft.Quoted) text, before), number));
        kept.remove(null);
        return kept.isEmpty() ? Map.of(new Draft.Quoted("0"), 1) : kept;
    }

    private static Draft.Quoted made(Draft.Quoted quoted, List<Draft> before) {
        Object text = quoted.text();
        for (Draft draft : before) {
            if (draft.op.equals("string") && text != null) {
                text = Categories.string(draft.step(), text);
            }
        }
        return text == null ? null : new Draft.Quoted((String) text);
    }
}
