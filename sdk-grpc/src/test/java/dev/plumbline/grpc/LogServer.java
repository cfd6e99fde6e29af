package dev.plumbline.grpc;

import com.mycorp.dal.FeatureServiceGrpc;
import com.mycorp.dal.LogRequest;
import com.mycorp.dal.LogResponse;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A data access layer that logs predictions, on a port that it keeps when it is killed and started again. */
final class LogServer implements AutoCloseable {
    final BlockingQueue<LogRequest> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<Metadata> headers = new LinkedBlockingQueue<>();

    final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();

    /** Entities whose prediction was taken. */
    final Set<String> entities = ConcurrentHashMap.newKeySet();

    final AtomicInteger taken = new AtomicInteger();
    private final Function<LogRequest, @Nullable LogResponse> answer;
    private final int port;
    private @Nullable Server server;

    LogServer(Function<LogRequest, @Nullable LogResponse> answer) throws IOException {
        this.answer = answer;
        this.server = open(0);
        this.port = server.getPort();
    }

    /** Takes all. */
    static LogServer taking() throws IOException {
        return new LogServer(
                request -> LogResponse.newBuilder().setSuccess(true).build());
    }

    private Server open(int at) throws IOException {
        return NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), at), InsecureServerCredentials.create())
                .addService(new Service())
                .intercept(new Recorder())
                .build()
                .start();
    }

    String target() {
        return "dns:///127.0.0.1:" + port;
    }

    LogRequest next() throws InterruptedException {
        return TestServer.next(requests);
    }

    /** Ends at once, calls under way included. */
    void kill() throws InterruptedException {
        Server running = server;
        if (running != null) {
            running.shutdownNow();
            if (!running.awaitTermination(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the server did not end");
            }
            server = null;
        }
    }

    /** Takes no more calls, answers those under way, and ends. */
    void stop() throws InterruptedException {
        Server running = server;
        if (running != null) {
            running.shutdown();
            running.awaitTermination(20, TimeUnit.SECONDS);
        }
        kill();
    }

    void startAgain() throws IOException {
        server = open(port);
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Service extends FeatureServiceGrpc.FeatureServiceImplBase {
        @Override
        public void logPrediction(LogRequest request, StreamObserver<LogResponse> observer) {
            requests.add(request);
            io.grpc.Context.current().addListener(context -> cancelled.add(request.getEntityId()), Runnable::run);
            LogResponse response;
            try {
                response = answer.apply(request);
            } catch (StatusRuntimeException e) {
                observer.onError(e);
                return;
            }
            if (response == null) {
                return;
            }
            if (response.getSuccess()) {
                taken.incrementAndGet();
                entities.add(request.getEntityId());
            }
            observer.onNext(response);
            observer.onCompleted();
        }
    }

    private final class Recorder implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
            headers.add(metadata);
            return next.startCall(call, metadata);
        }
    }
}
