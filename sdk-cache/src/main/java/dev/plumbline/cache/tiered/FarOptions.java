package dev.plumbline.cache.tiered;

import java.time.Duration;

/**
 * How a far tier works, whatever its nodes are. Immutable and thread-safe.
 *
 * @param namespace what keeps its rows apart from others'
 * @param timeout how long one operation may take
 * @param maxValueBytes the largest entry
 * @param leases whether a miss asks for a lease
 * @param compressAbove the largest body that is stored as it is; 0 for all
 */
record FarOptions(String namespace, Duration timeout, int maxValueBytes, boolean leases, int compressAbove) {}
