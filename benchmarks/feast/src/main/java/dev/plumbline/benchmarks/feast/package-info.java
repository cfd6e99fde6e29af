/** The comparison with Feast's Java client. */
package dev.plumbline.benchmarks.feast;
