/** The room of the HTTP and JSON transport. It is empty so far. */
@NullMarked
package dev.plumbline.http;

import org.jspecify.annotations.NullMarked;
