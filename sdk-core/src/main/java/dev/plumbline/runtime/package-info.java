/**
 * Time, threads and telemetry, handed to transports and caches when a client is built.
 *
 * <p>For those who write a transport or a cache tier, and for tests that bring their own time. Start with
 * {@link dev.plumbline.runtime.ClientRuntime}.
 */
@NullMarked
package dev.plumbline.runtime;

import org.jspecify.annotations.NullMarked;
