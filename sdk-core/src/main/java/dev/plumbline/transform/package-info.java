/** Transform specs. */
@NullMarked
package dev.plumbline.transform;

import org.jspecify.annotations.NullMarked;
