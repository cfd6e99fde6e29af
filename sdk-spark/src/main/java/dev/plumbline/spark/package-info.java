/** The room of the specs inside Spark. It is empty so far. */
@NullMarked
package dev.plumbline.spark;

import org.jspecify.annotations.NullMarked;
