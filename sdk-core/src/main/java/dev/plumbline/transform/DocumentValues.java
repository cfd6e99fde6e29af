package dev.plumbline.transform;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Reads values of inputs as a document writes them: a value of the input's type, null, NaN, or a state. */
final class DocumentValues {
    private static final List<String> STATES = List.of("null", "nan", "not_found", "stale", "error");

    private final Scalars scalars;

    DocumentValues(Scalars scalars) {
        this.scalars = scalars;
    }

    void set(InputRow row, int input, SpecNode node, String where) {
        if (node.isPlain("null")) {
            row.setNull(input);
        } else if (node.fields != null) {
            state(row, input, node, where);
        } else {
            value(row, input, node, where);
        }
    }

    private void state(InputRow row, int input, SpecNode node, String where) {
        Fields fields = Fields.of(scalars, node, where, List.of("state", "value"));
        String state = scalars.choice(fields.required("state", "write the state"), where + ".state", STATES);
        SpecNode value = fields.get("value");
        if ((value != null) != state.equals("stale")) {
            throw scalars.site.fault(
                    "PLB-101",
                    node.line,
                    where + " is " + state + "; write a value for state: stale, and for no other");
        }
        if (value != null) {
            value(row, input, value, where + ".value");
        }
        try {
            row.setState(input, ValueState.valueOf(state.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw scalars.site.fault("PLB-115", node.line, where + ": " + e.getMessage());
        }
    }

    private void value(InputRow row, int input, SpecNode node, String where) {
        switch (row.layout.kinds[input]) {
            case BOOL -> row.setBool(input, scalars.bool(node, where));
            case INT32, INT64 -> {
                long value = scalars.integer(node, where);
                try {
                    row.setInt64(input, value);
                } catch (IllegalArgumentException e) {
                    throw scalars.wrongType(node, where, "an i32");
                }
            }
            case FLOAT32, FLOAT64 -> row.setFloat64(input, number(node, where));
            case STRING -> row.setString(input, scalars.dataText(node, where));
            case TIMESTAMP -> row.setTimestamp(input, scalars.time(node, where));
            case BYTES -> row.setBytes(input, octets(node, where));
            case LIST, VECTOR -> row.setElements(input, elements(row.layout.types[input], node, where));
        }
    }

    private Object elements(FeatureType type, SpecNode node, String where) {
        List<SpecNode> items = scalars.list(node, where);
        Object array = ElementArrays.of(type.element().kind(), items.size());
        for (int i = 0; i < items.size(); i++) {
            java.lang.reflect.Array.set(array, i, element(type.element().kind(), items.get(i), where + "[" + i + "]"));
        }
        return array;
    }

    private Object element(FeatureType.Kind kind, SpecNode node, String where) {
        return switch (kind) {
            case BOOL -> scalars.bool(node, where);
            case INT32 -> {
                long value = scalars.integer(node, where);
                if (value != (int) value) {
                    throw scalars.wrongType(node, where, "an i32");
                }
                yield (int) value;
            }
            case INT64 -> scalars.integer(node, where);
            case TIMESTAMP -> scalars.time(node, where);
            case FLOAT32 -> (float) number(node, where);
            case FLOAT64 -> number(node, where);
            case STRING -> scalars.dataText(node, where);
            default -> octets(node, where);
        };
    }

    private byte[] octets(SpecNode node, String where) {
        try {
            return HexFormat.of().parseHex(scalars.text(node, where));
        } catch (IllegalArgumentException e) {
            throw scalars.wrongType(node, where, "octets as pairs of hex digits");
        }
    }

    private double number(SpecNode node, String where) {
        if (node.isPlain("NaN")) {
            return Double.NaN;
        }
        if (node.isPlain("Infinity")) {
            return Double.POSITIVE_INFINITY;
        }
        if (node.isPlain("-Infinity")) {
            return Double.NEGATIVE_INFINITY;
        }
        return scalars.number(node, where);
    }
}
