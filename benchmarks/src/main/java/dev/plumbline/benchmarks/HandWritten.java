package dev.plumbline.benchmarks;

import dev.plumbline.feature.ValueState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What a careful user writes for the sample spec by hand: loops over primitive arrays, with every check. */
final class HandWritten {
    private static final byte PRESENT = ValueState.PRESENT.code();

    private final SampleSpec sample;
    private final byte[] states;
    private final double[] numbers;
    private final String[] words;
    private final double[] mean;
    private final double[] scale;
    private final Map<String, Integer> vocabulary = new HashMap<>();

    HandWritten(SampleSpec sample) {
        this.sample = sample;
        int size = sample.size();
        states = new byte[size];
        numbers = new double[size];
        words = new String[size];
        mean = new double[size];
        scale = new double[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = sample.number(i);
            words[i] = sample.isWord(i) ? sample.word(i) : "";
            mean[i] = sample.mean(i);
            scale[i] = 1 / sample.std(i);
        }
        for (int value = 0; value < SampleSpec.VALUES; value++) {
            vocabulary.put("value-" + value, value);
        }
    }

    void transform(float[] out) {
        int in = 0;
        int slot = 0;
        for (int end = in + sample.zscores(); in < end; in++) {
            out[slot++] = finite((number(in) - mean[in]) * scale[in]);
        }
        for (int end = in + sample.logs(); in < end; in++) {
            double x = number(in);
            if (x <= -1) {
                throw refused(in);
            }
            out[slot++] = finite((StrictMath.log1p(x) - mean[in]) * scale[in]);
        }
        for (int end = in + sample.ranges(); in < end; in++) {
            double x = number(in);
            double clipped = x < 1 ? 1 : x > 100 ? 100 : x;
            out[slot++] = finite((clipped - 1) * (1.0 / 99) + 0);
        }
        for (int end = in + sample.buckets(); in < end; in++) {
            double x = number(in);
            int bucket = 0;
            for (double bound : SampleSpec.BOUNDS) {
                bucket += x >= bound ? 1 : 0;
            }
            out[slot++] = bucket;
        }
        for (int end = in + sample.words(); in < end; in++) {
            if (states[in] != PRESENT) {
                throw refused(in);
            }
            Arrays.fill(out, slot, slot + SampleSpec.VALUES + 1, 0f);
            Integer index = vocabulary.get(words[in]);
            out[slot + (index == null ? SampleSpec.VALUES : index)] = 1f;
            slot += SampleSpec.VALUES + 1;
        }
        for (int end = in + sample.flags(); in < end; in++) {
            out[slot++] = states[in] == PRESENT ? 0f : 1f;
        }
    }

    private double number(int in) {
        double x = numbers[in];
        if (states[in] != PRESENT || Double.isNaN(x) || Double.isInfinite(x)) {
            throw refused(in);
        }
        return x + 0.0;
    }

    private static float finite(double value) {
        float narrow = (float) value;
        if (Float.isInfinite(narrow)) {
            throw new IllegalStateException("a value beyond float32");
        }
        return narrow;
    }

    private IllegalStateException refused(int in) {
        return new IllegalStateException("input " + in + " is " + ValueState.of(states[in]));
    }
}
