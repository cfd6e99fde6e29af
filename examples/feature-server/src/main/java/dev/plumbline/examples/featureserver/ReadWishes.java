package dev.plumbline.examples.featureserver;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes what callers want of their reads from the metadata of their calls, and refuses what it does not understand. What an
 * answer puts into a call's trailers is sent with it.
 */
final class ReadWishes implements ServerInterceptor {
    static final Metadata.Key<String> PREFERENCE =
            Metadata.Key.of("plumbline-read-preference", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> MIN_VERSION =
            Metadata.Key.of("plumbline-min-version", Metadata.ASCII_STRING_MARSHALLER);

    /** Up to which version the answer holds everything. */
    static final Metadata.Key<String> DATA_VERSION =
            Metadata.Key.of("plumbline-data-version", Metadata.ASCII_STRING_MARSHALLER);

    private static final Context.Key<ReadWish> WISH = Context.keyWithDefault("read-wish", ReadWish.ANY);
    private static final Context.Key<Metadata> TRAILERS = Context.key("trailers");

    /** Returns what the caller of this call wants. */
    static ReadWish current() {
        return WISH.get();
    }

    /** Returns what this call's trailers will hold beside its status. */
    static Metadata trailers() {
        return TRAILERS.get();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        ReadWish wish;
        try {
            wish = new ReadWish(isPrimary(headers.get(PREFERENCE)), minVersion(headers.get(MIN_VERSION)));
        } catch (IllegalArgumentException e) {
            call.close(Status.INVALID_ARGUMENT.withDescription(e.getMessage()), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        Metadata own = new Metadata();
        ServerCall<Q, R> told = new SimpleForwardingServerCall<>(call) {
            @Override
            public void close(Status status, Metadata trailers) {
                trailers.merge(own);
                super.close(status, trailers);
            }
        };
        return Contexts.interceptCall(Context.current().withValues(WISH, wish, TRAILERS, own), told, headers, next);
    }

    private static boolean isPrimary(@Nullable String preference) {
        return switch (preference == null ? "replica" : preference.toLowerCase(Locale.ROOT)) {
            case "primary" -> true;
            case "replica" -> false;
            default -> throw new IllegalArgumentException(PREFERENCE.name() + " is primary or replica");
        };
    }

    private static long minVersion(@Nullable String version) {
        if (version == null) {
            return 0;
        }
        try {
            long wanted = Long.parseLong(version);
            if (wanted >= 0) {
                return wanted;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message that a negative number has too.
        }
        throw new IllegalArgumentException(MIN_VERSION.name() + " is a whole number");
    }
}
