/**
 * Transform specs: one file says which features a model takes, in which order, and how each value becomes a number; the
 * same code runs it in training and in serving, to the same bits.
 *
 * <p>For callers who turn features into model inputs, and for the training jobs that must do the same. Start with {@link
 * dev.plumbline.transform.TransformSpec}. Nothing here does I/O but {@link
 * dev.plumbline.transform.TransformSpec#load}, and nothing reads a clock.
 */
@NullMarked
package dev.plumbline.transform;

import org.jspecify.annotations.NullMarked;
