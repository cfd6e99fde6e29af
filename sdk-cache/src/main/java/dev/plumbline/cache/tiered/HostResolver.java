package dev.plumbline.cache.tiered;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. It may take long; no caller's thread waits for it. */
@FunctionalInterface
interface HostResolver {
    /** Asks the system. The JVM's own cache of names decides how old an answer may be. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * Returns the addresses a name has now.
     *
     * @return at least one, the preferred first
     * @throws UnknownHostException if it has none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
