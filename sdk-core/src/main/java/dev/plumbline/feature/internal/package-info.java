/** What the rooms of this module share and no other module may use. */
@NullMarked
package dev.plumbline.feature.internal;

import org.jspecify.annotations.NullMarked;
