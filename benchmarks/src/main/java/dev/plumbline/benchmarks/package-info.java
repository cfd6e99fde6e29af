/** Benchmarks, each against what a user would write without the SDK. */
@NullMarked
package dev.plumbline.benchmarks;

import org.jspecify.annotations.NullMarked;
