package dev.plumbline.cache.tiered;

/** Who is told what happens on a connection. Told on any thread; answers quickly. */
interface NodeSessionOwner {
    /** An operation was answered in time. */
    void answered();

    /** Operations had no answer in time. */
    void timedOut(int operations);

    /** The server has not answered for so long that the connection is worth nothing. */
    void stalled(NodeSession session);

    /** The connection ended. Told once, before what waited for it is failed. */
    void ended(NodeSession session, NodeException why);
}
