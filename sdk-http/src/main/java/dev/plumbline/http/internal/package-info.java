/**
 * How the JSON contracts are written and read, token by token.
 *
 * <p>Not for users: it may change in any release. Benchmarks start with {@link dev.plumbline.http.internal.JsonCodec}.
 */
@NullMarked
package dev.plumbline.http.internal;

import org.jspecify.annotations.NullMarked;
