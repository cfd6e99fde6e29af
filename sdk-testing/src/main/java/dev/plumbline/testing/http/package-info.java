/**
 * Servers of the HTTP contracts over a store in memory, on a free loopback port.
 *
 * <p>For users' own tests; they need nothing but the JDK. Start with {@link dev.plumbline.testing.http.JsonServer}.
 */
@NullMarked
package dev.plumbline.testing.http;

import org.jspecify.annotations.NullMarked;
