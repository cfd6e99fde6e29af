package dev.plumbline.cache.tiered;

/** What happens to a node, for whoever counts it. Thread-safe and quick: some of it is told on the reactor's thread. */
interface NodeEvents {
    /** Counts nothing. */
    NodeEvents NONE = new NodeEvents() {};

    /** The circuit opened: operations fail at once. */
    default void opened() {}

    /** A probe is under way. */
    default void halfOpened() {}

    /** The circuit closed: operations are sent. */
    default void closed() {}

    /** Operations had no answer in time. */
    default void timedOut(int operations) {}

    /** A server said what no server says; its connection is closed. */
    default void protocolError() {}

    /** A server spoke without having been asked; its connection is closed. */
    default void unsolicited() {}

    /** A server sent a value that was not asked for; it is ignored. */
    default void unasked() {}

    /** A connection was made. The first one counts. */
    default void connected() {}
}
