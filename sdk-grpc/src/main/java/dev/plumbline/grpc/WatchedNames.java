package dev.plumbline.grpc;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells gRPC what an {@link AddressResolver} says. gRPC calls it in its synchronization context. */
final class WatchedNames extends NameResolver implements AddressResolver.Listener {
    private final AddressResolver resolver;
    private final String service;
    private final String authority;
    private final boolean ownAuthorities;
    private final Args args;
    private final Object lock = new Object();
    private @Nullable Listener2 listener;
    private AddressResolver.@Nullable Watch watch;
    private List<InetSocketAddress> told = List.of();
    private int news;
    private boolean watching;
    private boolean ended;

    /**
     * Makes a resolver.
     *
     * @param ownAuthorities whether each address goes by its own host's name, not by the service's
     */
    WatchedNames(AddressResolver resolver, String service, String authority, boolean ownAuthorities, Args args) {
        this.resolver = resolver;
        this.service = service;
        this.authority = authority;
        this.ownAuthorities = ownAuthorities;
        this.args = args;
    }

    @Override
    public String getServiceAuthority() {
        return authority;
    }

    @Override
    public void start(Listener2 started) {
        synchronized (lock) {
            listener = started;
        }
        begin();
    }

    private void begin() {
        synchronized (lock) {
            if (watching || ended) {
                return;
            }
            watching = true;
        }
        args.getOffloadExecutor().execute(() -> {
            AddressResolver.Watch begun;
            try {
                begun = resolver.watch(service, this);
            } catch (RuntimeException e) {
                synchronized (lock) {
                    watching = false;
                }
                failed("the address resolver threw " + e);
                return;
            }
            boolean late;
            synchronized (lock) {
                watch = begun;
                late = ended;
            }
            if (late) {
                end(begun);
            }
        });
    }

    @Override
    public void addresses(List<InetSocketAddress> addresses) {
        List<InetSocketAddress> copy = List.copyOf(addresses);
        int number;
        synchronized (lock) {
            told = copy;
            number = ++news;
        }
        if (copy.isEmpty()) {
            tell(number, Status.UNAVAILABLE.withDescription("service '" + service + "' has no address"));
        } else {
            args.getOffloadExecutor().execute(() -> lookUp(number, copy));
        }
    }

    @Override
    public void failed(String reason) {
        int number;
        synchronized (lock) {
            number = ++news;
        }
        tell(
                number,
                Status.UNAVAILABLE.withDescription(
                        "the addresses of service '" + service + "' are not known: " + reason));
    }

    private void lookUp(int number, List<InetSocketAddress> addresses) {
        List<EquivalentAddressGroup> groups = new ArrayList<>();
        String unknown = "";
        for (InetSocketAddress address : addresses) {
            Attributes attributes = attributes(address);
            try {
                for (InetAddress found : found(address)) {
                    groups.add(new EquivalentAddressGroup(
                            List.<SocketAddress>of(new InetSocketAddress(found, address.getPort())), attributes));
                }
            } catch (UnknownHostException e) {
                unknown = address.getHostString();
            }
        }
        if (groups.isEmpty()) {
            tell(number, Status.UNAVAILABLE.withDescription("unable to resolve host " + unknown));
            return;
        }
        ResolutionResult result = ResolutionResult.newBuilder()
                .setAddressesOrError(StatusOr.fromValue(groups))
                .build();
        args.getSynchronizationContext().execute(() -> {
            Listener2 current = listenerOf(number);
            if (current != null) {
                current.onResult2(result);
            }
        });
    }

    private static InetAddress[] found(InetSocketAddress address) throws UnknownHostException {
        InetAddress known = address.getAddress();
        return known == null ? InetAddress.getAllByName(address.getHostString()) : new InetAddress[] {known};
    }

    private Attributes attributes(InetSocketAddress address) {
        return ownAuthorities
                ? Attributes.newBuilder()
                        .set(
                                EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE,
                                address.getHostString() + ":" + address.getPort())
                        .build()
                : Attributes.EMPTY;
    }

    private void tell(int number, Status status) {
        args.getSynchronizationContext().execute(() -> {
            Listener2 current = listenerOf(number);
            if (current != null) {
                current.onError(status);
            }
        });
    }

    /** Returns whom to tell, null if there is other news since or nobody listens. */
    private @Nullable Listener2 listenerOf(int number) {
        synchronized (lock) {
            return number == news && !ended ? listener : null;
        }
    }

    @Override
    public void refresh() {
        AddressResolver.Watch open;
        List<InetSocketAddress> last;
        synchronized (lock) {
            open = watch;
            last = told;
        }
        begin();
        if (open != null) {
            args.getOffloadExecutor().execute(open::refresh);
            if (!last.isEmpty()) {
                addresses(last);
            }
        }
    }

    @Override
    public void shutdown() {
        AddressResolver.Watch open;
        synchronized (lock) {
            ended = true;
            open = watch;
            watch = null;
        }
        if (open != null) {
            args.getOffloadExecutor().execute(() -> end(open));
        }
    }

    private static void end(AddressResolver.Watch open) {
        try {
            open.close();
        } catch (RuntimeException e) {
            // Nobody is left who could do anything about it.
            return;
        }
    }
}
