package dev.plumbline.spark;

/** What becomes of a row that the spec refuses, such as one with a missing value that no step takes. */
public enum BadRows {
    /** The task fails with the row's {@link dev.plumbline.transform.TransformException}. The default. */
    FAIL,
    /** The vector is null. */
    NULL
}
