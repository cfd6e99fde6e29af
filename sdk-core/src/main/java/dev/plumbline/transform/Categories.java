package dev.plumbline.transform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where texts, or integers in the same words, stand in a list. Looks up without allocation. Immutable. */
final class Categories {
    final VocabTable texts;
    final LongTable integers;

    private final int size;

    /**
     * Lays out a list that has been checked.
     *
     * @param first the index of the first of the values
     * @param unknown what stands for the index of a value that is none of them
     */
    Categories(Port in, List<String> values, int first, int unknown) {
        boolean ofIntegers = isOfIntegers(in);
        this.size = values.size();
        this.texts = new VocabTable(ofIntegers ? List.of() : values, first, unknown);
        this.integers = new LongTable(
                ofIntegers ? values.stream().mapToLong(Long::parseLong).toArray() : new long[0], first, unknown);
    }

    int size() {
        return size;
    }

    /** Returns the index of a text or an integer. */
    int index(Cell cell, Kind kind) {
        return kind == Kind.TEXT ? texts.index(cell.text()) : integers.index(cell.integer);
    }

    /** Returns the index of an element of texts or integers. */
    int index(Cell cell, Kind kind, int element) {
        return kind == Kind.TEXTS ? texts.index(cell.text(element)) : integers.index(cell.integers[element]);
    }

    /** Refuses values that can never be met, or that would be met twice. */
    static void check(StepSite site, Port in, String option, List<String> values) {
        if (values.isEmpty()) {
            throw site.fault("PLB-106", "has no " + option + "; list at least one");
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            Integer earlier = places.putIfAbsent(value, i);
            if (earlier != null) {
                throw site.fault(
                        "PLB-113",
                        "has \"" + value + "\" twice (" + option + " " + earlier + " and " + i + "); remove one");
            }
            if (isOfIntegers(in) && !isInteger(value)) {
                throw site.fault(
                        "PLB-117",
                        "has \"" + value + "\" in " + option
                                + ", and its input is an integer; write the digits of one of"
                                + " 64 bits, such as \"-12\"");
            }
        }
        CleanText clean = site.cleaner();
        if (clean != null) {
            values.forEach(value -> checkClean(site, option, clean, value, places));
        }
    }

    private static void checkClean(
            StepSite site, String option, CleanText clean, String value, Map<String, Integer> places) {
        String met = clean.clean(value);
        if (clean.isDropped(met)) {
            throw site.fault(
                    "PLB-113",
                    "has \"" + value + "\" in " + option
                            + ", which the string step before it makes missing; remove it");
        }
        if (!met.equals(value)) {
            throw site.fault(
                    "PLB-113",
                    places.containsKey(met)
                            ? "has \"" + met + "\" twice after string normalisation (" + option + " " + places.get(met)
                                    + ", and \"" + value + "\"); remove one"
                            : "has \"" + value + "\" in " + option + ", which the string step before it makes \"" + met
                                    + "\"; write that");
        }
    }

    private static boolean isOfIntegers(Port in) {
        return in.kind() == Kind.INTEGER || in.kind() == Kind.INTEGERS;
    }

    private static boolean isInteger(String value) {
        try {
            return Long.toString(Long.parseLong(value)).equals(value);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
