package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.plumbline.feature.EntityKey;
import featurestore.FeatureSet;
import featurestore.FeatureStoreGrpc;
import featurestore.OnlineFeaturesRequest;
import featurestore.OnlineFeaturesResponse;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
final class HealthCheckTest {
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final String SERVICE = "features";

    /** A server that tells how it is. */
    private static final class Told implements AutoCloseable {
        final HealthStatusManager health = new HealthStatusManager();
        final AtomicInteger calls = new AtomicInteger();
        private final Server server;

        Told() throws IOException {
            health.setStatus(SERVICE, ServingStatus.SERVING);
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(health.getHealthService())
                    .addService(new FeatureStoreGrpc.FeatureStoreImplBase() {
                        @Override
                        public void getOnlineFeatures(
                                OnlineFeaturesRequest request, StreamObserver<OnlineFeaturesResponse> observer) {
                            calls.incrementAndGet();
                            observer.onNext(TestServer.reply("DFW", FeatureSet.getDefaultInstance()));
                            observer.onCompleted();
                        }
                    })
                    .build()
                    .start();
        }

        int port() {
            return server.getPort();
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }

    @Test
    void serverThatIsNotServing_getsNoCalls_untilItIs() throws Exception {
        try (TestRuntime threads = new TestRuntime();
                Told one = new Told();
                Told two = new Told();
                GrpcTransport transport = GrpcTransport.onlineFeaturesBuilder(
                                "static:///127.0.0.1:" + one.port() + ",127.0.0.1:" + two.port())
                        .healthCheck(SERVICE)
                        .build()) {
            two.health.setStatus(SERVICE, ServingStatus.NOT_SERVING);
            transport.start(threads.runtime);
            for (int i = 0; i < 10; i++) {
                get(fetch(transport, DFW));
            }
            assertThat(one.calls).hasValue(10);
            assertThat(two.calls).hasValue(0);

            two.health.setStatus(SERVICE, ServingStatus.SERVING);
            await().until(() -> {
                get(fetch(transport, DFW));
                return two.calls.get() > 0;
            });
        }
    }
}
