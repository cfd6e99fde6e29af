package dev.plumbline.grpc;

import static dev.plumbline.grpc.Fetches.failure;
import static dev.plumbline.grpc.Fetches.fetch;
import static dev.plumbline.grpc.Fetches.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.plumbline.auth.Credentials;
import dev.plumbline.feature.EntityKey;
import featurestore.FeatureSet;
import featurestore.FeatureStoreGrpc;
import featurestore.OnlineFeaturesRequest;
import featurestore.OnlineFeaturesResponse;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TargetsTest {
    private static final EntityKey DFW = EntityKey.of("DFW");
    private static final OnlineFeaturesResponse REPLY = TestServer.reply("DFW", FeatureSet.getDefaultInstance());

    private final TestRuntime threads = new TestRuntime();

    @AfterAll
    void stop() {
        threads.close();
    }

    private GrpcTransport started(GrpcTransportBuilder builder) {
        GrpcTransport transport = builder.build();
        transport.start(threads.runtime);
        return transport;
    }

    private static BindableService service() {
        return new FeatureStoreGrpc.FeatureStoreImplBase() {
            @Override
            public void getOnlineFeatures(
                    OnlineFeaturesRequest request, StreamObserver<OnlineFeaturesResponse> observer) {
                observer.onNext(REPLY);
                observer.onCompleted();
            }
        };
    }

    private static InetSocketAddress at(TestServer server) {
        return InetSocketAddress.createUnresolved("127.0.0.1", server.port());
    }

    @Test
    void severalAddresses_shareTheCalls_andOneThatIsGoneIsLeftOut() throws Exception {
        try (TestServer one = TestServer.answering(REPLY);
                TestServer two = TestServer.answering(REPLY);
                GrpcTransport transport = started(GrpcTransport.onlineFeaturesBuilder(
                                "static:///127.0.0.1:" + one.port() + ",127.0.0.1:" + two.port())
                        .credentials(Credentials.bearer("local")))) {
            await().until(() -> {
                get(fetch(transport, DFW));
                return !one.requests.isEmpty() && !two.requests.isEmpty();
            });
            one.end();
            await().until(() -> {
                var rows = fetch(transport, DFW);
                return !rows.handle((done, failure) -> failure != null).get(20, TimeUnit.SECONDS);
            });
            two.requests.clear();
            for (int i = 0; i < 5; i++) {
                get(fetch(transport, DFW));
            }
            assertThat(two.requests).hasSize(5);
        }
    }

    @Test
    void eachAddress_goesByItsOwnName_inTls(@TempDir Path folder) throws Exception {
        Certificates certificates = new Certificates(folder, "server", "ip:127.0.0.1");
        io.grpc.ServerCredentials secured =
                io.grpc.TlsServerCredentials.create(certificates.chain.toFile(), certificates.key.toFile());
        try (TestServer tls = new TestServer(secured, (request, observer) -> {
                    observer.onNext(REPLY);
                    observer.onCompleted();
                });
                GrpcTransport transport =
                        started(GrpcTransport.onlineFeaturesBuilder("static:///127.0.0.1:" + tls.port())
                                .trustedCertificates(certificates.chain));
                GrpcTransport renamed = started(GrpcTransport.onlineFeaturesBuilder("static:///127.0.0.1:" + tls.port())
                        .trustedCertificates(certificates.chain)
                        .authority("elsewhere.test"))) {
            get(fetch(transport, DFW));
            assertThat(failure(fetch(renamed, DFW))).hasMessageContaining("authority");
        }
    }

    @Test
    void unixSocket_isServed_andCredentialsGoOverIt(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("features.sock");
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Server server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                .addService(service())
                .build()
                .start();
        try (GrpcTransport transport = started(
                GrpcTransport.onlineFeaturesBuilder("unix://" + socket).credentials(Credentials.bearer("local")))) {
            assertThat(get(fetch(transport, DFW))).hasSize(1);
        } finally {
            server.shutdownNow();
            server.awaitTermination(10, TimeUnit.SECONDS);
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void channelInsideTheProcess_isServed_andCredentialsGoOverIt() throws Exception {
        String name = InProcessServerBuilder.generateName();
        Server server = InProcessServerBuilder.forName(name)
                .addService(service())
                .build()
                .start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        try (GrpcTransport transport =
                started(GrpcTransport.onlineFeaturesBuilder(channel).credentials(Credentials.bearer("local")))) {
            assertThat(get(fetch(transport, DFW))).hasSize(1);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    /** A registry that a test tells what to say. */
    private static final class Registry implements AddressResolver {
        final List<Listener> listeners = new CopyOnWriteArrayList<>();
        final AtomicInteger closed = new AtomicInteger();
        final AtomicInteger refreshed = new AtomicInteger();
        volatile String asked = "";

        @Override
        public Watch watch(String service, Listener listener) {
            asked = service;
            listeners.add(listener);
            return new Watch() {
                @Override
                public void refresh() {
                    refreshed.incrementAndGet();
                }

                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }

        void tell(InetSocketAddress... addresses) {
            await().until(() -> !listeners.isEmpty());
            listeners.forEach(listener -> listener.addresses(List.of(addresses)));
        }
    }

    @Test
    void addressResolver_saysWhereTheServiceIs_andWhenThatChanges() throws Exception {
        Registry registry = new Registry();
        try (TestServer one = TestServer.answering(REPLY);
                TestServer two = TestServer.answering(REPLY)) {
            try (GrpcTransport transport =
                    started(GrpcTransport.onlineFeaturesBuilder("features").addressResolver(registry))) {
                var first = fetch(transport, DFW);
                registry.tell(at(one));
                get(first);
                assertThat(registry.asked).isEqualTo("features");

                registry.tell(at(two));
                await().until(() -> {
                    get(fetch(transport, DFW));
                    return !two.requests.isEmpty();
                });
                one.requests.clear();
                get(fetch(transport, DFW));
                assertThat(one.requests).isEmpty();

                // What is not known changes nothing.
                registry.tell();
                registry.listeners.get(0).failed("no leader");
                get(fetch(transport, DFW));
                assertThat(registry.closed).hasValue(0);
            }
            await().until(() -> registry.closed.get() == 1);
        }
        assertThat(io.grpc.NameResolverRegistry.getDefaultRegistry().getProviderForScheme("plumbline"))
                .isNull();
    }

    @Test
    void addressResolverThatFails_isSaidSo_andAskedAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (TestServer server = TestServer.answering(REPLY);
                GrpcTransport transport =
                        started(GrpcTransport.onlineFeaturesBuilder("features").addressResolver((service, listener) -> {
                            if (asked.incrementAndGet() == 1) {
                                throw new IllegalStateException("no leader");
                            }
                            listener.addresses(List.of(at(server)));
                            return () -> {};
                        }))) {
            assertThat(failure(fetch(transport, DFW)))
                    .hasMessageContaining("the addresses of service 'features' are not known")
                    .hasMessageContaining("no leader");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !fetch(transport, DFW)
                            .handle((rows, failure) -> failure != null)
                            .get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void credentials_doNotGoInTheClearWhereAResolverPoints() {
        assertThatThrownBy(() -> GrpcTransport.onlineFeaturesBuilder("features")
                        .addressResolver(new Registry())
                        .credentials(Credentials.bearer("s3cr3t"))
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without encryption");
        assertThatThrownBy(() -> GrpcTransport.onlineFeaturesBuilder("static:///127.0.0.1:1,features:2")
                        .credentials(Credentials.bearer("s3cr3t"))
                        .build())
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "static:///                | '' is no host and port",
                "static:///a:1,b           | 'b' is no host and port",
                "static:///a:1,,b:2        | '' is no host and port",
                "static:///a:0             | 'a:0' is no host and port",
                "static:///a:65536         | 'a:65536' is no host and port",
                "static:///a:1,a:1         | names 'a:1' twice",
                "consul:///features        | nothing here resolves 'consul:'",
                "xds:///features           | add io.grpc:grpc-xds"
            })
    void targetsThatLeadNowhere_areRefusedByName(String target, String what) {
        assertThatThrownBy(() -> GrpcTransport.onlineFeatures(target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }

    @Test
    void optionsThatDoNotGoTogether_areRefused() throws IOException {
        Registry registry = new Registry();
        assertThatThrownBy(() -> GrpcTransport.onlineFeaturesBuilder("dns:///features:1")
                        .addressResolver(registry)
                        .build())
                .hasMessageContaining("bare name");
        assertThatThrownBy(() -> GrpcTransport.onlineFeaturesBuilder("my features")
                        .addressResolver(registry)
                        .tls()
                        .build())
                .hasMessageContaining("set authority");
        assertThatThrownBy(() -> GrpcTransport.onlineFeaturesBuilder("static:///a:1")
                        .resolveEvery(Duration.ofSeconds(30))
                        .build())
                .hasMessageContaining("resolveEvery is for names in DNS");
        assertThatThrownBy(() -> GrpcTransport.onlineFeaturesBuilder("dns:///a:1")
                        .healthCheck("")
                        .loadBalancing("pick_first")
                        .build())
                .hasMessageContaining("not with pick_first");
        assertThatThrownBy(
                        () -> GrpcTransport.onlineFeaturesBuilder("dns:///a:1").resolveEvery(Duration.ofMillis(1)))
                .hasMessageContaining("1 s to 1 day");
    }
}
