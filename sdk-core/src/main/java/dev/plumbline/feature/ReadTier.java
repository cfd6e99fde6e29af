package dev.plumbline.feature;

/** Which tier answered a read. */
public enum ReadTier {
    /** The cache in this process. */
    NEAR,
    /** The shared cache behind it. */
    FAR,
    /** The feature service. */
    ORIGIN,
    /** None: a fallback, or a failure. */
    NONE
}
