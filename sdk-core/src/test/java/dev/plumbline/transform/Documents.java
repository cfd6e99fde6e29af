package dev.plumbline.transform;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds values in documents. */
final class Documents {
    private Documents() {}

    static SpecNode at(String document, String... path) {
        SpecNode node = SpecReader.read(document, "document");
        for (String key : path) {
            Map<String, SpecNode> fields = Objects.requireNonNull(node.fields, key);
            node = Objects.requireNonNull(fields.get(key), key);
        }
        return node;
    }

    static double number(String document, String... path) {
        return Double.parseDouble(text(document, path));
    }

    static String text(String document, String... path) {
        return Objects.requireNonNull(at(document, path).text);
    }

    static List<String> texts(String document, String... path) {
        return Objects.requireNonNull(at(document, path).items).stream()
                .map(item -> Objects.requireNonNull(item.text))
                .toList();
    }

    static boolean has(String document, String key) {
        return Objects.requireNonNull(at(document).fields).containsKey(key);
    }
}
