/**
 * What a client does when things go wrong: immutable values, each with a builder and stated defaults.
 *
 * <p>For callers. Start with {@link dev.plumbline.policy.RetryPolicy}.
 */
@NullMarked
package dev.plumbline.policy;

import org.jspecify.annotations.NullMarked;
