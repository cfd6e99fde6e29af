/**
 * Feature services over gRPC.
 *
 * <p>For those who build a client. Start with {@link dev.plumbline.grpc.GrpcTransport}.
 */
@NullMarked
package dev.plumbline.grpc;

import org.jspecify.annotations.NullMarked;
