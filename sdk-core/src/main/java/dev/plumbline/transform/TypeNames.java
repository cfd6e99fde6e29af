package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a spec spells types. */
final class TypeNames {
    private static final Pattern LIST = Pattern.compile("list<([a-z0-9]+)>");
    private static final Pattern VECTOR = Pattern.compile("vector<(f32|f64), ?([1-9][0-9]{0,4})>");
    private static final Map<String, FeatureType> SCALARS = new LinkedHashMap<>();

    static {
        SCALARS.put("bool", FeatureType.BOOL);
        SCALARS.put("i32", FeatureType.INT32);
        SCALARS.put("i64", FeatureType.INT64);
        SCALARS.put("f32", FeatureType.FLOAT32);
        SCALARS.put("f64", FeatureType.FLOAT64);
        SCALARS.put("string", FeatureType.STRING);
        SCALARS.put("bytes", FeatureType.BYTES);
        SCALARS.put("timestamp", FeatureType.TIMESTAMP);
    }

    private TypeNames() {}

    static FeatureType parse(Scalars scalars, SpecNode node, String where) {
        String text = scalars.text(node, where);
        FeatureType type = find(text);
        if (type == null) {
            throw scalars.site.fault(
                    "PLB-117",
                    node.line,
                    where + " '" + text + "' is no type; write one of " + String.join(", ", SCALARS.keySet())
                            + ", list<T>, vector<f32,N>, vector<f64,N>");
        }
        return type;
    }

    static String spell(FeatureType type) {
        if (!type.isScalar()) {
            String element = spell(type.element());
            return type.length() == 0 ? "list<" + element + ">" : "vector<" + element + "," + type.length() + ">";
        }
        for (Map.Entry<String, FeatureType> entry : SCALARS.entrySet()) {
            if (entry.getValue().equals(type)) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("a spec has no name for the type " + type);
    }

    private static @Nullable FeatureType find(String text) {
        Matcher list = LIST.matcher(text);
        if (list.matches()) {
            FeatureType element = SCALARS.get(list.group(1));
            return element == null ? null : FeatureType.listOf(element);
        }
        Matcher vector = VECTOR.matcher(text);
        if (vector.matches()) {
            int length = Integer.parseInt(vector.group(2));
            FeatureType element = vector.group(1).equals("f32") ? FeatureType.FLOAT32 : FeatureType.FLOAT64;
            return length > 65_536 ? null : FeatureType.vectorOf(element, length);
        }
        return SCALARS.get(text);
    }
}
