package dev.plumbline;

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
    private final String fingerprint;
    private final Duration oldestAge;
    private final boolean degraded;

    private FeatureVector(
            float @Nullable [] float32s,
            double @Nullable [] float64s,
            String fingerprint,
            Duration oldestAge,
            boolean degraded) {
        this.float32s = float32s;
        this.float64s = float64s;
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
        return new FeatureVector(values, null, fingerprint, oldestAge, degraded);
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
        return new FeatureVector(null, values, fingerprint, oldestAge, degraded);
    }

    /**
     * Returns the number of slots.
     *
     * @return the spec's width
     */
    public int width() {
        return float32s != null ? float32s.length : float64s().length;
    }

    /**
     * Returns the values.
     *
     * @return a copy, {@link #width()} long
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
     * @return a copy, {@link #width()} long
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
