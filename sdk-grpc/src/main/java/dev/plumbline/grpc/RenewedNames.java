package dev.plumbline.grpc;

import io.grpc.NameResolver;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks names up again and again, where gRPC does so only when a connection fails. Called in its context. */
final class RenewedNames extends NameResolver {
    private final NameResolver resolver;
    private final Args args;
    private final long everyNanos;
    private @Nullable ScheduledFuture<?> timer;

    RenewedNames(NameResolver resolver, Args args, long everyNanos) {
        this.resolver = resolver;
        this.args = args;
        this.everyNanos = everyNanos;
    }

    @Override
    public String getServiceAuthority() {
        return resolver.getServiceAuthority();
    }

    @Override
    public void start(Listener2 listener) {
        resolver.start(listener);
        timer = args.getScheduledExecutorService()
                .scheduleWithFixedDelay(
                        () -> args.getSynchronizationContext().execute(this::renew),
                        everyNanos,
                        everyNanos,
                        TimeUnit.NANOSECONDS);
    }

    private void renew() {
        if (timer != null) {
            resolver.refresh();
        }
    }

    @Override
    public void refresh() {
        resolver.refresh();
    }

    @Override
    public void shutdown() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        resolver.shutdown();
    }
}
