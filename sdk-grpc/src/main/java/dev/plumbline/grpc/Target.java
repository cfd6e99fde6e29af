package dev.plumbline.grpc;

import dev.plumbline.auth.Loopback;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a channel goes, and who says where that is. Immutable and thread-safe.
 *
 * @param text what the user wrote
 * @param resolver who says where that is, null for gRPC's own ways
 * @param renewNanos how often names are looked up anew, 0 for when a connection fails
 */
record Target(String text, @Nullable AddressResolver resolver, long renewNanos) {
    /** The scheme by which gRPC knows what this class resolves. */
    private static final String OWN = "plumbline";

    private static final String DNS = "dns";
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):/.*");
    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9._-]{1,253}(:[0-9]{1,5})?");

    /**
     * Reads a target.
     *
     * @throws IllegalArgumentException if nothing resolves it
     */
    static Target of(String text, @Nullable AddressResolver resolver, long renewNanos) {
        if (resolver != null) {
            if (text.contains(":/")) {
                throw new IllegalArgumentException(
                        "with an addressResolver the target is the service's bare name, not '" + text + "'");
            }
            return new Target(text, resolver, renewNanos);
        }
        if (text.startsWith(StaticAddresses.SCHEME + "/")) {
            return new Target(text, StaticAddresses.of(text), renewNanos);
        }
        Matcher matcher = SCHEME.matcher(text);
        if (matcher.matches()
                && NameResolverRegistry.getDefaultRegistry()
                                .getProviderForScheme(matcher.group(1).toLowerCase(Locale.ROOT))
                        == null) {
            String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
            throw new IllegalArgumentException("target '" + text + "': nothing here resolves '" + scheme + ":'"
                    + (scheme.equals("xds")
                            ? ": add io.grpc:grpc-xds to the class path"
                            : ": use dns:, static:, unix: or xds:, or give the service's bare name and an"
                                    + " addressResolver"));
        }
        return new Target(text, null, renewNanos);
    }

    boolean isMesh() {
        return text.startsWith("xds:");
    }

    boolean isDns() {
        return resolver == null && !isMesh() && !isUnix();
    }

    private boolean isUnix() {
        return text.startsWith("unix:");
    }

    /** Tells whether the target names nothing but this machine, for certain. */
    boolean isLocal() {
        if (resolver != null) {
            return resolver instanceof StaticAddresses addresses && addresses.isLocal();
        }
        Matcher matcher = TransportSettings.HOST_AND_PORT.matcher(text);
        return isUnix() || (!isMesh() && matcher.matches() && Loopback.isLoopback(matcher.group(1)));
    }

    /** Tells whether TLS would know what the servers are called without being told. */
    boolean hasAuthority() {
        return resolver == null
                || resolver instanceof StaticAddresses
                || AUTHORITY.matcher(text).matches();
    }

    /** Returns what gRPC is to be given. */
    String forGrpc() {
        return resolver == null ? text : OWN + ":///addresses";
    }

    /**
     * Returns who resolves that, empty for gRPC's own ways.
     *
     * @param authorityIsSet whether the user said what the servers are called
     */
    Optional<NameResolverProvider> names(boolean authorityIsSet) {
        AddressResolver ours = resolver;
        if (ours != null) {
            String authority = AUTHORITY.matcher(text).matches() ? text : "features";
            boolean ownAuthorities = ours instanceof StaticAddresses && !authorityIsSet;
            return Optional.of(new ChannelNames(
                    OWN, (uri, args) -> new WatchedNames(ours, text, authority, ownAuthorities, args)));
        }
        NameResolverProvider dns = NameResolverRegistry.getDefaultRegistry().getProviderForScheme(DNS);
        if (renewNanos == 0 || dns == null) {
            return Optional.empty();
        }
        return Optional.of(new ChannelNames(
                DNS, (uri, args) -> new RenewedNames(dns.newNameResolver(uri, args), args, renewNanos)));
    }

    /** Returns what the user wrote. */
    @Override
    public String toString() {
        return text;
    }
}
