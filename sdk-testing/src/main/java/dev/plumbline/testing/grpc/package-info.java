/**
 * Servers of the gRPC contracts over a store in memory, on a free loopback port or in process.
 *
 * <p>For users' own tests; they need grpc-netty-shaded, grpc-inprocess and protobuf-java on the class path. Start with
 * {@link dev.plumbline.testing.grpc.OnlineFeaturesServer}.
 */
@NullMarked
package dev.plumbline.testing.grpc;

import org.jspecify.annotations.NullMarked;
