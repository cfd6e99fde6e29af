/**
 * Transform specs inside Spark: a SQL function catalog, and the same for a Dataset. The specs are run by the kernel that
 * serves them, so a training table has the bits that the service will compute.
 */
@NullMarked
package dev.plumbline.spark;

import org.jspecify.annotations.NullMarked;
