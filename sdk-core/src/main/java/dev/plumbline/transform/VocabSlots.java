package dev.plumbline.transform;

import java.util.List;

/**
 * Which indexes a vocabulary's values have, and which those that are none of them. Immutable.
 *
 * @param oov how many indexes there are for unknown values
 * @param missing how many there are for missing ones
 * @param offset how many are left free before all others
 * @param valuesLast whether the values come after the others
 */
record VocabSlots(List<String> values, int oov, int missing, int offset, boolean valuesLast) {
    static VocabSlots of(Options options) {
        return new VocabSlots(
                options.texts("values"),
                options.integer("oov"),
                options.integer("missing"),
                options.integer("offset"),
                options.text("layout").equals("values_last"));
    }

    int firstValue() {
        return valuesLast ? offset + missing + oov : offset;
    }

    int firstOov() {
        return valuesLast ? offset + missing : offset + values.size();
    }

    int firstMissing() {
        return valuesLast ? offset : offset + values.size() + oov;
    }

    Port port(boolean list) {
        int width = offset + values.size() + oov + missing;
        Labels labels = new Labels(this::label, this::meaning, false);
        return list ? Port.indexes(width, labels) : Port.index(width, labels);
    }

    private String label(int index) {
        if (isValue(index)) {
            return "=" + values.get(index - firstValue());
        }
        if (isUnknown(index)) {
            return oov == 1 ? "[oov]" : "[oov" + (index - firstOov()) + "]";
        }
        return index < offset ? "[" + index + "]" : "[missing]";
    }

    private String meaning(int index) {
        if (isValue(index)) {
            return "is \"" + values.get(index - firstValue()) + "\"";
        }
        if (isUnknown(index)) {
            return "is unknown";
        }
        return index < offset ? "reserved" : "is missing";
    }

    private boolean isValue(int index) {
        return index >= firstValue() && index < firstValue() + values.size();
    }

    private boolean isUnknown(int index) {
        return index >= firstOov() && index < firstOov() + oov;
    }
}
