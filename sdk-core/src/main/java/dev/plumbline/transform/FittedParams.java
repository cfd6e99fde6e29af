package dev.plumbline.transform;

import dev.plumbline.feature.internal.Names;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that fitting wrote for parameters marked {@code fit}. */
final class FittedParams implements Params {
    private final Scalars scalars;
    private final Map<String, Map<String, SpecNode>> steps = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    FittedParams(Scalars scalars, @Nullable SpecNode node) {
        this.scalars = scalars;
        if (node != null) {
            scalars.map(node, "params").forEach((key, value) -> {
                steps.put(key, scalars.map(value, "params." + key));
                lines.put(key, value.line);
            });
        }
    }

    @Override
    public SpecNode take(StepSite site, Port in, String option, int line) {
        String key = Params.key(site);
        Map<String, SpecNode> values = steps.get(key);
        SpecNode value = values == null ? null : values.get(option);
        if (value == null) {
            throw site.site()
                    .fault(
                            "PLB-111",
                            line,
                            "parameter " + key + "." + option + " is 'fit' but params has no value; fit the spec");
        }
        used.add(key + "." + option);
        return value;
    }

    @Override
    public void refuseUnused() {
        steps.forEach((key, values) -> {
            if (values.isEmpty()) {
                throw unused(lines.getOrDefault(key, 1), "params entry '" + key + "' is empty");
            }
            values.forEach((option, value) -> {
                if (!used.contains(key + "." + option)) {
                    throw unused(
                            value.line, "params entry '" + key + "." + option + "' is used by no parameter marked fit");
                }
            });
        });
    }

    private SpecException unused(int line, String text) {
        Set<String> keys = new HashSet<>();
        used.forEach(name -> keys.add(name.substring(0, name.lastIndexOf('.'))));
        return scalars.site.fault("PLB-116", line, text + "; remove it, or mark the parameter" + known(keys));
    }

    private static String known(Set<String> keys) {
        return keys.isEmpty() ? "; nothing is marked" : Names.hint("", keys);
    }
}
