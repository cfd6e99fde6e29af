/**
 * Who a client says that it is, and whom it trusts: tokens, keys and certificates that change while it runs.
 *
 * <p>For those who build a client. Start with {@link dev.plumbline.auth.Credentials}.
 */
@NullMarked
package dev.plumbline.auth;

import org.jspecify.annotations.NullMarked;
