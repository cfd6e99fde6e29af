package dev.plumbline.transform;

import dev.plumbline.transform.internal.Decimals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes parts of a document of what was fitted. */
final class FitNodes {
    private FitNodes() {}

    static SpecNode number(double value) {
        return SpecNode.scalar(0, Decimals.spell(value), true);
    }

    static SpecNode integer(long value) {
        return SpecNode.scalar(0, Long.toString(value), true);
    }

    static SpecNode text(String value) {
        return SpecNode.scalar(0, value, false);
    }

    static SpecNode texts(List<String> values) {
        return SpecNode.list(0, values.stream().map(FitNodes::text).toList());
    }

    /** Returns the same as if it stood in a line. */
    static SpecNode at(int line, SpecNode node) {
        if (node.text != null) {
            return SpecNode.scalar(line, node.text, node.plain);
        }
        if (node.items != null) {
            return SpecNode.list(
                    line, node.items.stream().map(item -> at(line, item)).toList());
        }
        Map<String, SpecNode> fields = new LinkedHashMap<>();
        if (node.fields != null) {
            node.fields.forEach((key, value) -> fields.put(key, at(line, value)));
        }
        return SpecNode.map(line, fields);
    }
}
