/**
 * Fakes for tests of code that reads features: a store in memory, faults on demand, time by hand and a JUnit 5 extension.
 *
 * <p>For users' own tests. Start with {@link dev.plumbline.testing.PlumblineExtension}, or without JUnit with
 * {@link dev.plumbline.testing.InMemoryFeatureStore}.
 */
@NullMarked
package dev.plumbline.testing;

import org.jspecify.annotations.NullMarked;
