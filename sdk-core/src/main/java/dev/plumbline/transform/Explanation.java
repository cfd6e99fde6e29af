package dev.plumbline.transform;

/** To be. */
public final class Explanation {
    private Explanation() {}
}
