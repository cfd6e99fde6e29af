/** The comparison with MLeap's runtime. */
package dev.plumbline.benchmarks.mleap;
