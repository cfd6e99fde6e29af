/**
 * The front door: the client that reads features and turns them into model inputs.
 *
 * <p>For callers. Start with {@link dev.plumbline.FeatureClient}.
 */
@NullMarked
package dev.plumbline;

import org.jspecify.annotations.NullMarked;
