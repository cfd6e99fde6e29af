package dev.plumbline.grpc.internal;

import dev.plumbline.feature.FeatureRowBuilder;
import dev.plumbline.feature.FeatureType;
import dev.plumbline.feature.ValueState;
import java.util.Arrays;

/** Collects a list whose elements are told one by one; one of another kind than the first spoils it. Not thread-safe. */
final class ListCollector {
    private static final double[] NO_NUMBERS = {};
    private static final String[] NO_TEXTS = {};
    private static final boolean[] NO_BOOLS = {};

    private double[] numbers = NO_NUMBERS;
    private String[] texts = NO_TEXTS;
    private boolean[] bools = NO_BOOLS;
    private int numberCount;
    private int textCount;
    private int boolCount;
    private boolean spoiled;

    void clear() {
        numberCount = 0;
        textCount = 0;
        boolCount = 0;
        spoiled = false;
    }

    void add(double value) {
        if (numberCount == numbers.length) {
            numbers = Arrays.copyOf(numbers, grown(numberCount));
        }
        numbers[numberCount++] = value;
    }

    void add(String value) {
        if (textCount == texts.length) {
            texts = Arrays.copyOf(texts, grown(textCount));
        }
        texts[textCount++] = value;
    }

    void add(boolean value) {
        if (boolCount == bools.length) {
            bools = Arrays.copyOf(bools, grown(boolCount));
        }
        bools[boolCount++] = value;
    }

    /** Notes an element that no list takes: a null, a list, a struct. */
    void spoil() {
        spoiled = true;
    }

    void put(FeatureRowBuilder row, int slot, FeatureType.Kind element) {
        int kinds = (numberCount > 0 ? 1 : 0) + (textCount > 0 ? 1 : 0) + (boolCount > 0 ? 1 : 0);
        if (spoiled || kinds > 1) {
            row.putState(slot, ValueState.ERROR);
        } else if (textCount > 0 || (kinds == 0 && element == FeatureType.Kind.STRING)) {
            row.putStrings(slot, Arrays.copyOf(texts, textCount));
        } else if (boolCount > 0 || (kinds == 0 && element == FeatureType.Kind.BOOL)) {
            row.putBools(slot, Arrays.copyOf(bools, boolCount));
        } else {
            row.putFloat64s(slot, Arrays.copyOf(numbers, numberCount));
        }
    }

    private static int grown(int count) {
        return count + Math.max(8, count >> 1);
    }
}
