/** A first client: ten lines, and a demo of the rest. */
@NullMarked
package dev.plumbline.examples.quickstart;

import org.jspecify.annotations.NullMarked;
