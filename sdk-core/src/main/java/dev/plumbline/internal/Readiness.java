package dev.plumbline.internal;

import java.time.Duration;

/** Whether a transport has answered once. Until then it may still be connecting, and times are longer. */
final class Readiness {
    private volatile boolean answered;

    void answered() {
        if (!answered) {
            answered = true;
        }
    }

    Duration atLeast(Duration time, Duration connectGrace) {
        return answered || time.compareTo(connectGrace) > 0 ? time : connectGrace;
    }
}
