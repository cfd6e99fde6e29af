/** A feature service over gRPC that keeps airports' flight figures in memory or in Redis. */
@NullMarked
package dev.plumbline.examples.featureserver;

import org.jspecify.annotations.NullMarked;
