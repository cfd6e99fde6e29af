package dev.plumbline.transform;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is done with values that are not plain numbers.
 *
 * @param missing what stands for a missing number where no step says so, null if nothing does
 */
record Policy(@Nullable Double missing, Rule nan, Rule inf, Rule stale, Rule error, Rule unknown) {
    static final Policy DEFAULT = new Policy(null, Rule.MISSING, Rule.ERROR, Rule.ERROR, Rule.ERROR, Rule.ERROR);

    static final List<String> KEYS = List.of("missing", "nan", "inf", "stale", "error", "unknown");

    /** Returns this policy with the entries of a document's policy put over it. */
    Policy with(Fields fields) {
        SpecNode missingNode = fields.get("missing");
        return new Policy(
                missingNode == null ? missing : missing(fields.scalars, missingNode),
                Rule.of(fields.choice("nan", nan.spelled(), List.of("missing", "error", "keep"))),
                Rule.of(fields.choice("inf", inf.spelled(), List.of("error", "missing", "clip", "keep"))),
                Rule.of(fields.choice("stale", stale.spelled(), List.of("use", "missing", "error"))),
                Rule.of(fields.choice("error", error.spelled(), List.of("error", "missing"))),
                Rule.of(fields.choice("unknown", unknown.spelled(), List.of("error", "oov", "zeros"))));
    }

    private static @Nullable Double missing(Scalars scalars, SpecNode node) {
        if (node.fields == null) {
            if (!"error".equals(node.text)) {
                throw scalars.wrongType(node, "policy.missing", "error or {impute: {value: 0}}");
            }
            return null;
        }
        Fields impute = Fields.of(scalars, node, "policy.missing", List.of("impute"));
        Fields value = Fields.of(
                scalars,
                impute.required("impute", "write {impute: {value: 0}}"),
                "policy.missing.impute",
                List.of("value"));
        return scalars.number(value.required("value", "write the value"), "policy.missing.impute.value");
    }

    /** Returns the entries as the canonical form has them; a missing value is a step there. */
    SortedMap<String, Object> canonical() {
        SortedMap<String, Object> entries = new TreeMap<>();
        entries.put("nan", nan.spelled());
        entries.put("inf", inf.spelled());
        entries.put("stale", stale.spelled());
        entries.put("error", error.spelled());
        entries.put("unknown", unknown.spelled());
        return entries;
    }
}
