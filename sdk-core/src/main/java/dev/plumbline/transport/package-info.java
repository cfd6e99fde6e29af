/**
 * The seam between a client and a feature service.
 *
 * <p>For those who write a transport. Start with {@link dev.plumbline.transport.FeatureTransport}.
 */
@NullMarked
package dev.plumbline.transport;

import org.jspecify.annotations.NullMarked;
