package dev.plumbline.cache.tiered;

/** Who is told what happens on a connection. Told on any thread; answers quickly. */
interface NodeSessionOwner {
    /** An operation was answered in time. */
    void answered();

    /** Operations had no answer in time. */
    void timedOut(int operations);

    /**
     * The connection is worth nothing any more. It is to be ended, but not on this thread, which may hold what those who
     * wait for the connection need.
     */
    void broken(NodeSession session, NodeException why);

    /** The connection ended. Told once, before what waited for it is failed. */
    void ended(NodeSession session, NodeException why);
}
