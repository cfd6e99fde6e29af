package dev.plumbline.grpc;

import dev.plumbline.auth.Loopback;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The addresses of a target such as {@code static:///a:1,b:2}. Immutable and thread-safe.
 *
 * @param all the addresses, at least one, not looked up
 */
record StaticAddresses(List<InetSocketAddress> all) implements AddressResolver {
    static final String SCHEME = "static:";

    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:/\\[\\]\\s,]+):([0-9]{1,5})");

    /**
     * Reads a target.
     *
     * @throws IllegalArgumentException if a part of it is no host and port; the message names the part
     */
    static StaticAddresses of(String target) {
        String list = target.substring(SCHEME.length()).replaceFirst("^///", "");
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String part : list.split(",", -1)) {
            Matcher matcher = ADDRESS.matcher(part.strip());
            int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("target '" + target + "': '" + part
                        + "' is no host and port: write static:///host-1:8980,host-2:8980");
            }
            InetSocketAddress address = InetSocketAddress.createUnresolved(matcher.group(1), port);
            if (addresses.contains(address)) {
                throw new IllegalArgumentException("target '" + target + "' names '" + part + "' twice");
            }
            addresses.add(address);
        }
        return new StaticAddresses(List.copyOf(addresses));
    }

    boolean isLocal() {
        return all.stream().allMatch(address -> Loopback.isLoopback(address.getHostString()));
    }

    @Override
    public Watch watch(String service, Listener listener) {
        listener.addresses(all);
        return () -> {};
    }
}
