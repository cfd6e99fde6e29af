/**
 * The data that Plumbline reads: views, types, keys, rows and cell states.
 *
 * <p>For callers and for transports. Start with {@link dev.plumbline.feature.FeatureView}. Nothing here does I/O and
 * nothing depends on anything but the JDK.
 */
@NullMarked
package dev.plumbline.feature;

import org.jspecify.annotations.NullMarked;
