package dev.plumbline;

import dev.plumbline.feature.FeatureType;
import dev.plumbline.transform.SparseVector;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One model input: the values in the order of the spec's slots.
 *
 * <p>Immutable and thread-safe.
 */
public final class FeatureVector {
    private final float @Nullable [] float32s;
    private final double @Nullable [] float64s;
    private final int @Nullable [] slots;
    private final int width;
    private final String fingerprint;
    private final Duration oldestAge;
    private final boolean degraded;

    private FeatureVector(
            float @Nullable [] float32s,
            double @Nullable [] float64s,
            int @Nullable [] slots,
            int width,
            String fingerprint,
            Duration oldestAge,
            boolean degraded) {
        this.float32s = float32s;
        this.float64s = float64s;
        this.slots = slots;
        this.width = width;
        this.fingerprint = fingerprint;
        this.oldestAge = oldestAge;
        this.degraded = degraded;
    }

    /**
     * Returns a vector of a spec whose output type is f32. For pipelines and fakes.
     *
     * @param values the values, which the vector then owns
     * @param fingerprint the spec's semantic fingerprint
     * @param oldestAge the age of the oldest row that went in
     * @param degraded whether a row was stale or a fallback
     * @return the vector
     */
    public static FeatureVector ofFloat32s(float[] values, String fingerprint, Duration oldestAge, boolean degraded) {
        return new FeatureVector(values, null, null, values.length, fingerprint, oldestAge, degraded);
    }

    /**
     * Returns a vector of a spec whose output type is f64. For pipelines and fakes.
     *
     * @param values the values, which the vector then owns
     * @param fingerprint the spec's semantic fingerprint
     * @param oldestAge the age of the oldest row that went in
     * @param degraded whether a row was stale or a fallback
     * @return the vector
     */
    public static FeatureVector ofFloat64s(double[] values, String fingerprint, Duration oldestAge, boolean degraded) {
        return new FeatureVector(null, values, null, values.length, fingerprint, oldestAge, degraded);
    }

    /**
     * Returns a vector of a spec whose layout is sparse. For pipelines and fakes.
     *
     * @param entries the slots and values, which are copied
     * @param type the spec's output type, FLOAT32 or FLOAT64
     * @param fingerprint the spec's semantic fingerprint
     * @param oldestAge the age of the oldest row that went in
     * @param degraded whether a row was stale or a fallback
     * @return the vector
     */
    public static FeatureVector ofSparse(
            SparseVector entries, FeatureType type, String fingerprint, Duration oldestAge, boolean degraded) {
        boolean single = type.equals(FeatureType.FLOAT32);
        return new FeatureVector(
                single ? entries.float32s() : null,
                single ? null : entries.float64s(),
                entries.slots(),
                entries.width(),
                fingerprint,
                oldestAge,
                degraded);
    }

    /**
     * Returns the number of slots.
     *
     * @return the spec's width
     */
    public int width() {
        return width;
    }

    /**
     * Tells whether the values are those of some slots only.
     *
     * @return whether the spec's layout is sparse
     */
    public boolean isSparse() {
        return slots != null;
    }

    /**
     * Returns which slots the values are for.
     *
     * @return a copy, ascending, as long as the values
     * @throws IllegalStateException if the spec's layout is dense
     */
    public int[] slots() {
        if (slots == null) {
            throw new IllegalStateException("the spec's layout is dense: the values are those of all slots");
        }
        return slots.clone();
    }

    /**
     * Returns the values.
     *
     * @return a copy, {@link #width()} long, or as long as {@link #slots()} if the layout is sparse
     * @throws IllegalStateException if the spec's output type is f64
     */
    public float[] float32s() {
        if (float32s == null) {
            throw new IllegalStateException("the spec's output type is f64: ask for float64s()");
        }
        return float32s.clone();
    }

    /**
     * Returns the values.
     *
     * @return a copy, {@link #width()} long, or as long as {@link #slots()} if the layout is sparse
     * @throws IllegalStateException if the spec's output type is f32
     */
    public double[] float64s() {
        if (float64s == null) {
            throw new IllegalStateException("the spec's output type is f32: ask for float32s()");
        }
        return float64s.clone();
    }

    /**
     * Returns the fingerprint of the spec that made the vector.
     *
     * @return the semantic fingerprint, {@code plb1:} and 64 hex digits
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Returns the age of the oldest row that went in.
     *
     * @return the age, zero if no row did
     */
    public Duration oldestAge() {
        return oldestAge;
    }

    /**
     * Tells whether a row that went in was stale or a fallback.
     *
     * @return whether the vector is less than it could be
     */
    public boolean isDegraded() {
        return degraded;
    }

    /** Returns width, age and fingerprint; no value, so that it may be logged. */
    @Override
    public String toString() {
        return "vector of " + width() + ", age " + oldestAge + (degraded ? ", degraded" : "") + ", " + fingerprint;
    }
}
