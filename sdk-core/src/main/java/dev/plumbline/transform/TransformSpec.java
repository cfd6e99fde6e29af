package dev.plumbline.transform;

/** To be. */
public final class TransformSpec {
    private TransformSpec() {}
}
