package dev.plumbline.transform;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the candidates of one request have in common: the shared inputs, and the slots that follow from them alone. Made by
 * {@link SplitVectorizer#newShared()} and meant to be filled again and again. Not thread-safe while it is filled; after
 * that any number of threads may use it.
 */
public final class SharedPart {
    final SplitVectorizer owner;
    final byte[] states;
    final long[] bits;
    final @Nullable Object[] objects;
    final long[] ages;
    final float[] floats;
    final double[] doubles;
    boolean filled;

    SharedPart(SplitVectorizer owner, int inputs, int floats, int doubles) {
        this.owner = owner;
        this.states = new byte[inputs];
        this.bits = new long[inputs];
        this.objects = new Object[inputs];
        this.ages = new long[inputs];
        this.floats = new float[floats];
        this.doubles = new double[doubles];
    }

    void take(InputRow in, int[] inputs) {
        Arrays.fill(floats, 0f);
        Arrays.fill(doubles, 0.0);
        for (int i = 0; i < inputs.length; i++) {
            states[i] = in.states[inputs[i]];
            bits[i] = in.bits[inputs[i]];
            objects[i] = in.objects[inputs[i]];
            ages[i] = in.ages[inputs[i]];
        }
    }

    void give(InputRow in, int[] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            in.states[inputs[i]] = states[i];
            in.bits[inputs[i]] = bits[i];
            in.objects[inputs[i]] = objects[i];
            in.ages[inputs[i]] = ages[i];
        }
    }
}
