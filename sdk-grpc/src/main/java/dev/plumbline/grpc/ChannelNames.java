package dev.plumbline.grpc;

import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import java.net.URI;
import java.util.function.BiFunction;

/** Resolves the names of one channel; registered nowhere. */
final class ChannelNames extends NameResolverProvider {
    private static final int PRIORITY = 5;

    private final String scheme;
    private final BiFunction<URI, NameResolver.Args, NameResolver> names;

    ChannelNames(String scheme, BiFunction<URI, NameResolver.Args, NameResolver> names) {
        this.scheme = scheme;
        this.names = names;
    }

    @Override
    public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return names.apply(target, args);
    }

    @Override
    public String getDefaultScheme() {
        return scheme;
    }

    @Override
    protected boolean isAvailable() {
        return true;
    }

    @Override
    protected int priority() {
        return PRIORITY;
    }
}
