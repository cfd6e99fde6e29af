/**
 * Statistics that are exact, so that a fit gives the same bytes whatever the order of the rows and the number of
 * partitions. For the fitter alone.
 */
@NullMarked
package dev.plumbline.transform.internal;

import org.jspecify.annotations.NullMarked;
