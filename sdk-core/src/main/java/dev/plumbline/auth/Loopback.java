package dev.plumbline.auth;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells which connections stay on the machine, so that credentials may go over them without encryption.
 *
 * <p>For those who write a transport.
 */
public final class Loopback {
    private static final Pattern LITERAL =
            Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}" + "|\\[?::1]?|\\[?0:0:0:0:0:0:0:1]?");

    private Loopback() {}

    /**
     * Tells whether a host's name is this machine's for certain, without asking anybody.
     *
     * @param host a name or an address, IPv6 with or without brackets
     * @return true for {@code localhost} and addresses of the loopback
     */
    public static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || LITERAL.matcher(name).matches();
    }

    /**
     * Tells whether the other end of a connection is on this machine.
     *
     * @param peer the other end
     * @return true for addresses of the loopback and for Unix sockets
     */
    public static boolean isLoopback(SocketAddress peer) {
        if (peer instanceof InetSocketAddress internet) {
            InetAddress address = internet.getAddress();
            return address != null && address.isLoopbackAddress();
        }
        // Unix sockets and channels inside the process.
        return true;
    }
}
