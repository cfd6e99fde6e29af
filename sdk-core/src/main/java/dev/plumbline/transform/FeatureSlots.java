package dev.plumbline.transform;

/**
 * Which slots of a model's input a feature fills. Immutable and thread-safe.
 *
 * @param feature the feature's name
 * @param offset its first slot
 * @param width the number of slots, 1 or more
 */
public record FeatureSlots(String feature, int offset, int width) {}
