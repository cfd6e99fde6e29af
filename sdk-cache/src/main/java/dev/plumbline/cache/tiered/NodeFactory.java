package dev.plumbline.cache.tiered;

/** Makes what talks to a node. Thread-safe. */
@FunctionalInterface
interface NodeFactory {
    /** Returns a node that is not started and tells these events. */
    Node connect(NodeAddress address, NodeEvents events);
}
