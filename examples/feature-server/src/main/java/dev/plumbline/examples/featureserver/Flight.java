package dev.plumbline.examples.featureserver;

import java.time.LocalDateTime;

/**
 * One flight.
 *
 * @param departed when it left, in its origin's local time
 * @param delay how late it arrived, in minutes; negative if early
 * @param distance miles flown
 * @param origin the airport it left
 * @param destination the airport it reached
 */
record Flight(LocalDateTime departed, int delay, int distance, String origin, String destination) {}
