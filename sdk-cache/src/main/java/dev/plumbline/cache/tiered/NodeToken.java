package dev.plumbline.cache.tiered;

/**
 * Names what a node held when it was read. It is good only on the connection that read it: a server that was started
 * again counts anew. Immutable and thread-safe.
 *
 * @param cas memcached's number for the item
 * @param connection the number of the connection
 */
record NodeToken(long cas, long connection) {}
