/**
 * How contracts are written and read, octet by octet.
 *
 * <p>Not for users: it may change in any release. Benchmarks start with
 * {@link dev.plumbline.grpc.internal.OnlineFeaturesCodec}.
 */
@NullMarked
package dev.plumbline.grpc.internal;

import org.jspecify.annotations.NullMarked;
