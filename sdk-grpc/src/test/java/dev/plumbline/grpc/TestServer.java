package dev.plumbline.grpc;

import featurestore.FeatureSet;
import featurestore.FeatureStoreGrpc;
import featurestore.OnlineFeaturesRequest;
import featurestore.OnlineFeaturesResponse;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** A feature store on a free loopback port whose answers the test gives. */
final class TestServer implements AutoCloseable {
    /** Answers a request. */
    @FunctionalInterface
    interface Answer {
        void answer(OnlineFeaturesRequest request, StreamObserver<OnlineFeaturesResponse> observer);
    }

    final BlockingQueue<OnlineFeaturesRequest> requests = new LinkedBlockingQueue<>();
    final BlockingQueue<Metadata> headers = new LinkedBlockingQueue<>();
    final BlockingQueue<String> peers = new LinkedBlockingQueue<>();
    final BlockingQueue<String> callers = new LinkedBlockingQueue<>();
    final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    private final Server server;

    TestServer(Answer answer) throws IOException {
        this(InsecureServerCredentials.create(), answer);
    }

    TestServer(ServerCredentials credentials, Answer answer) throws IOException {
        this.server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), credentials)
                .addService(new Service(answer))
                .intercept(new Recorder())
                .maxInboundMessageSize(64 * 1024 * 1024)
                .build()
                .start();
    }

    /** Answers each request with the same reply. */
    static TestServer answering(OnlineFeaturesResponse reply) throws IOException {
        return new TestServer((request, observer) -> {
            observer.onNext(reply);
            observer.onCompleted();
        });
    }

    /** Never answers. */
    static TestServer silent() throws IOException {
        return new TestServer((request, observer) -> {});
    }

    static OnlineFeaturesResponse reply(String id, FeatureSet set) {
        return OnlineFeaturesResponse.newBuilder().putResults(id, set).build();
    }

    int port() {
        return server.getPort();
    }

    String target() {
        return "dns:///127.0.0.1:" + port();
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came in 10 s");
        }
        return next;
    }

    List<String> ids() throws InterruptedException {
        return next(requests).getEntityIdsList();
    }

    @Override
    public void close() {
        end();
    }

    /** Ends the server before its time. */
    void end() {
        server.shutdownNow();
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the server did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Service extends FeatureStoreGrpc.FeatureStoreImplBase {
        private final Answer answer;

        Service(Answer answer) {
            this.answer = answer;
        }

        @Override
        public void getOnlineFeatures(OnlineFeaturesRequest request, StreamObserver<OnlineFeaturesResponse> observer) {
            io.grpc.Context.current().addListener(context -> cancelled.add("cancelled"), Runnable::run);
            requests.add(request);
            answer.answer(request, observer);
        }
    }

    private static String caller(SSLSession session) {
        try {
            return session.getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    private final class Recorder implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
            headers.add(metadata);
            peers.add(String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
            SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
            if (session != null) {
                callers.add(caller(session));
            }
            return next.startCall(call, metadata);
        }
    }
}
