/** Rules and tests that need every module. */
@NullMarked
package dev.plumbline.verify;

import org.jspecify.annotations.NullMarked;
