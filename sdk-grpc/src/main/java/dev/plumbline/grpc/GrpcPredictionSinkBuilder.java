package dev.plumbline.grpc;

import java.time.Duration;
import java.util.function.Consumer;

/** Collects a {@link GrpcPredictionSink}. Not thread-safe. */
public final class GrpcPredictionSinkBuilder {
    private static final int MAX_CALLS = 1_000;
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    private final GrpcTransportBuilder channel;
    private int maxConcurrentCalls = 16;
    private Duration callTimeout = Duration.ofSeconds(1);

    GrpcPredictionSinkBuilder(GrpcTransportBuilder channel) {
        this.channel = channel;
    }

    /**
     * Sets options of the channel and of the calls, the same as a transport's: TLS, credentials, authority, service path,
     * interceptors and so on. Default a transport's defaults. How many entities a call carries does not matter here.
     *
     * @param options sets them; it need not build anything
     * @return this
     */
    public GrpcPredictionSinkBuilder channel(Consumer<GrpcTransportBuilder> options) {
        options.accept(channel);
        return this;
    }

    /**
     * Sets how many calls may be under way. Default 16.
     *
     * @param calls 1 to 1,000
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public GrpcPredictionSinkBuilder maxConcurrentCalls(int calls) {
        if (calls < 1 || calls > MAX_CALLS) {
            throw new IllegalArgumentException("maxConcurrentCalls is 1 to " + MAX_CALLS + ", not " + calls);
        }
        this.maxConcurrentCalls = calls;
        return this;
    }

    /**
     * Sets the deadline of a call. Default 1 s. The client's setting {@code prediction-log.send-timeout} holds too.
     *
     * @param timeout 1 ms to 1 hour
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public GrpcPredictionSinkBuilder callTimeout(Duration timeout) {
        if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("callTimeout is 1 ms to 1 hour, not " + timeout);
        }
        this.callTimeout = timeout;
        return this;
    }

    /**
     * Returns the sink. It connects when it is started and used.
     *
     * @return a sink, which the client that it is given to closes
     * @throws IllegalArgumentException if a file of certificates or keys cannot be read
     * @throws IllegalStateException if a channel was given and an option of the channel is set
     */
    public GrpcPredictionSink build() {
        return new GrpcPredictionSink(channel.settings(), maxConcurrentCalls, callTimeout);
    }
}
