package dev.plumbline.grpc;

import dev.plumbline.grpc.internal.PredictionCodec;
import dev.plumbline.log.Prediction;
import dev.plumbline.log.PredictionSink;
import dev.plumbline.log.SendResult;
import dev.plumbline.runtime.ClientRuntime;
import dev.plumbline.transport.CallContext;
import dev.plumbline.transport.TransportException;
import dev.plumbline.transport.TransportException.Kind;
import io.grpc.ManagedChannel;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Logs predictions at a {@code com.mycorp.dal.FeatureService} over gRPC, one in a call.
 *
 * <p>Scores are rounded to single precision, which is what the contract carries; the request time is not sent. A
 * prediction that the server does not take is failed, with the server's words less the entity in the log. A call that
 * could not reach the server, or was not answered in time, is made again by the client: the server may then log a
 * prediction twice, unless {@code prediction-log.max-attempts} is 1. Thread-safe.
 */
public final class GrpcPredictionSink implements PredictionSink {
    private static final int MOST_TOLD = 200;
    private static final long RECOVER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TransportSettings settings;
    private final Failures failures;
    private final int maxConcurrentCalls;
    private final Duration callTimeout;
    private final Object lock = new Object();
    private final AtomicLong recovered = new AtomicLong();
    private volatile @Nullable Started started;
    private volatile boolean closed;

    /** What there is once the sink runs. */
    private record Started(OpenChannel channel, ClientRuntime runtime) {}

    GrpcPredictionSink(TransportSettings settings, int maxConcurrentCalls, Duration callTimeout) {
        this.settings = settings;
        this.maxConcurrentCalls = maxConcurrentCalls;
        this.callTimeout = callTimeout;
        this.failures = new Failures(
                settings.target(),
                settings.fullMethod(),
                settings.maxMessageBytes(),
                settings.plan() != null && settings.plan().isPlaintext());
    }

    /**
     * Returns a sink, plaintext, with default options.
     *
     * @param target gRPC's name of the service, such as {@code dns:///dal:50051}
     * @return a sink
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcPredictionSink to(String target) {
        return builder(target).build();
    }

    /**
     * Starts a sink.
     *
     * @param target gRPC's name of the service, such as {@code dns:///dal:50051}
     * @return a builder
     * @throws IllegalArgumentException if the target is blank
     */
    public static GrpcPredictionSinkBuilder builder(String target) {
        return new GrpcPredictionSinkBuilder(new GrpcTransportBuilder(new PredictionLogging(), target, null));
    }

    /**
     * Starts a sink on a channel that the caller made, keeps and closes, such as that of a transport to the same service.
     *
     * @param channel the channel
     * @return a builder
     */
    public static GrpcPredictionSinkBuilder builder(ManagedChannel channel) {
        return new GrpcPredictionSinkBuilder(
                new GrpcTransportBuilder(new PredictionLogging(), "channel " + channel.authority(), channel));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if gRPC does not take the target or the certificates
     */
    @Override
    public void start(ClientRuntime runtime) {
        synchronized (lock) {
            if (started == null && !closed) {
                started = new Started(new OpenChannel(settings, failures, runtime), runtime);
                recovered.set(runtime.ticker().nanos());
            }
        }
    }

    @Override
    public int maxSends() {
        return maxConcurrentCalls;
    }

    @Override
    public CompletableFuture<SendResult> send(List<Prediction> events) {
        Started now = started;
        if (now == null || closed) {
            return CompletableFuture.failedFuture(closed ? failures.closed() : failures.notStarted());
        }
        Prediction prediction = events.get(0);
        PredictionLogging.Sent sent;
        try {
            sent = new PredictionLogging.Sent(prediction);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(failures.refused(String.valueOf(e.getMessage()), e));
        }
        long deadline = now.runtime().ticker().nanos() + callTimeout.toNanos();
        var call = now.channel().fetch(sent, new CallContext(deadline, headers(now.runtime())));
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        call.whenComplete((rows, thrown) -> {
            if (thrown != null) {
                recover(now, thrown);
                result.completeExceptionally(thrown);
            } else if (sent.answer().success()) {
                result.complete(SendResult.allSent());
            } else {
                result.completeExceptionally(refused(sent.answer(), prediction));
            }
        });
        result.whenComplete((answer, thrown) -> {
            if (result.isCancelled()) {
                call.cancel(true);
            }
        });
        return result;
    }

    private static Map<String, String> headers(ClientRuntime runtime) {
        OpenTelemetry telemetry = runtime.openTelemetry();
        if (telemetry == OpenTelemetry.noop()) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>();
        telemetry.getPropagators().getTextMapPropagator().inject(Context.current(), headers, Map::put);
        return headers;
    }

    /** Nobody else does it for this channel: gRPC alone would wait up to two minutes after a long outage. */
    private void recover(Started now, Throwable thrown) {
        if (thrown instanceof TransportException failure && failure.kind() == Kind.UNAVAILABLE) {
            long nanos = now.runtime().ticker().nanos();
            long last = recovered.get();
            if (nanos - last >= RECOVER_NANOS && recovered.compareAndSet(last, nanos)) {
                now.channel().reconnect();
            }
        }
    }

    private TransportException refused(PredictionCodec.Answer answer, Prediction prediction) {
        String words = answer.message().replace(prediction.entity(), "...").replaceAll("\\p{Cntrl}", " ");
        return failures.notTaken(words.length() > MOST_TOLD ? words.substring(0, MOST_TOLD) + "..." : words);
    }

    @Override
    public void close() {
        Started last;
        synchronized (lock) {
            closed = true;
            last = started;
        }
        if (last != null) {
            last.channel().close();
        }
    }

    /** Returns the target. */
    @Override
    public String toString() {
        return "prediction log at " + settings.target();
    }
}
