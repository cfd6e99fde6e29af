package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map of the document whose keys the grammar fixes. */
final class Fields {
    final Scalars scalars;
    final int line;
    private final String where;
    private final Map<String, SpecNode> fields;

    private Fields(Scalars scalars, SpecNode node, String where, Map<String, SpecNode> fields) {
        this.scalars = scalars;
        this.line = node.line;
        this.where = where;
        this.fields = fields;
    }

    /** Checks that a node is a map and has no other keys than those allowed. */
    static Fields of(Scalars scalars, SpecNode node, String where, List<String> allowed) {
        Map<String, SpecNode> map = scalars.map(node, where);
        map.forEach((key, value) -> {
            if (!allowed.contains(key)) {
                throw scalars.site.fault(
                        "PLB-101",
                        value.line,
                        "unknown key '" + key + "' in " + where
                                + (allowed.isEmpty() ? "; it takes none" : Names.hint(key, allowed)));
            }
        });
        return new Fields(scalars, node, where, map);
    }

    @Nullable SpecNode get(String key) {
        return fields.get(key);
    }

    SpecNode required(String key, String remedy) {
        SpecNode node = fields.get(key);
        if (node == null) {
            throw scalars.site.fault("PLB-101", line, where + " has no '" + key + "'; " + remedy);
        }
        return node;
    }

    String choice(String key, String fallback, List<String> choices) {
        SpecNode node = fields.get(key);
        return node == null ? fallback : scalars.choice(node, where + "." + key, choices);
    }
}
