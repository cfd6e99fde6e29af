/**
 * Feature services over HTTP and JSON.
 *
 * <p>For those who build a client. Start with {@link dev.plumbline.http.HttpTransport}.
 */
@NullMarked
package dev.plumbline.http;

import org.jspecify.annotations.NullMarked;
