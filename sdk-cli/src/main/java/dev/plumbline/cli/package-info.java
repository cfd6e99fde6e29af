/** The command line for the authors of transform specs. A program, not a library: nothing here is a promise. */
@NullMarked
package dev.plumbline.cli;

import org.jspecify.annotations.NullMarked;
