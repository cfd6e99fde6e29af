package dev.plumbline.internal;

import java.time.Duration;

/**
 * The bounds of one log.
 *
 * @param maxEvents how many events it holds, those under way included
 * @param maxBytes how much memory these may take, about
 * @param dropOldest which event goes when there is no room: that which waits longest, or the new one
 * @param sendTimeout how long one send may take
 * @param maxAttempts how often an event is sent in all
 * @param drain how long a close waits for what is held
 */
record LogSettings(
        int maxEvents, int maxBytes, boolean dropOldest, Duration sendTimeout, int maxAttempts, Duration drain) {}
