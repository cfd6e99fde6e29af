package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.FeatureClient;
import dev.plumbline.FeatureException;
import dev.plumbline.auth.Credentials;
import dev.plumbline.feature.EntityKey;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.http.HttpTransport;
import dev.plumbline.transport.FeatureTransport;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that clients print, log, count, trace and throw, searched for the secrets that they were given. */
@Timeout(120)
final class SecretsTest {
    private static final String SECRET = "s3cr3t-of-client";
    private static final String TOKEN = "t0k3n-issued";
    private static final String KEY = "k3y-in-header";

    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final AtomicInteger asked = new AtomicInteger();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private final Handler log = new Handler() {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord logged) {
            said.add(formatter.format(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private HttpServer http;
    private Server refusing;

    @BeforeEach
    void start() throws IOException {
        log.setLevel(Level.INFO);
        Logger.getLogger("").addHandler(log);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/token", exchange -> {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (asked.incrementAndGet() == 1) {
                answer(exchange, 401, "{\"error\":\"" + form + "\"}");
            } else {
                answer(exchange, 200, "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3600}");
            }
        });
        http.createContext("/features", exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, 401, "you sent " + exchange.getRequestHeaders().entrySet());
        });
        http.start();
        refusing = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .intercept(new Refusing())
                .addService(ServerServiceDefinition.builder("feature_store.FeatureStore")
                        .addMethod(method(), ServerCalls.asyncUnaryCall((request, observer) -> observer.onCompleted()))
                        .build())
                .build()
                .start();
    }

    private static MethodDescriptor<byte[], byte[]> method() {
        MethodDescriptor.Marshaller<byte[]> octets = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(InputStream stream) {
                return new byte[0];
            }
        };
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("feature_store.FeatureStore/GetOnlineFeatures")
                .setRequestMarshaller(octets)
                .setResponseMarshaller(octets)
                .build();
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(log);
        http.stop(0);
        refusing.shutdownNow();
        telemetry.close();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Refuses each call and quotes what it was shown. */
    private static final class Refusing implements ServerInterceptor {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            call.close(Status.UNAUTHENTICATED.withDescription("you sent " + headers), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
    }

    private FeatureClient client(FeatureTransport transport) {
        said.add(transport.toString());
        return FeatureClient.builder(transport)
                .views(EndToEndTest.VIEW)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(20))
                .attemptTimeout(Duration.ofSeconds(20))
                .meters(meters)
                .openTelemetry(telemetry)
                .build();
    }

    private void failing(FeatureClient client) {
        try {
            client.get(EndToEndTest.VIEW, EntityKey.of("DFW"));
            throw new AssertionError("no failure");
        } catch (FeatureException e) {
            said(e);
        }
    }

    private void said(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        said.add(text.toString());
    }

    @Test
    void noSecret_isInAnyOutput(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TOKEN);
        Credentials issued = Credentials.clientCredentials(uri("/token"), "app")
                .secret(SECRET)
                .secretInBody()
                .build();
        said.add(issued + " " + issued.allowPlaintext());
        try (FeatureServer server = new FeatureServer();
                FeatureClient client = client(GrpcTransport.onlineFeaturesBuilder(server.target())
                        .credentials(issued)
                        .build())) {
            failing(client);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                try {
                    return client.get(EndToEndTest.VIEW, EntityKey.of("DFW")) != null;
                } catch (FeatureException e) {
                    said(e);
                    return false;
                }
            });
            said.add(client.toString());
            collect();
        }
        String refusingTarget = "dns:///127.0.0.1:" + refusing.getPort();
        for (Credentials shown : new Credentials[] {
            Credentials.apiKey("x-key", KEY), Credentials.bearerFromFile(file), Credentials.bearer(() -> TOKEN)
        }) {
            said.add(shown.toString());
            try (FeatureClient client = client(GrpcTransport.onlineFeaturesBuilder(refusingTarget)
                    .credentials(shown)
                    .build())) {
                failing(client);
                collect();
            }
            try (FeatureClient client =
                    client(HttpTransport.jsonBuilder(uri("")).credentials(shown).build())) {
                failing(client);
                collect();
            }
        }
        try (FeatureClient client = client(GrpcTransport.onlineFeaturesBuilder(refusingTarget)
                .credentials(Credentials.bearer(() -> {
                    throw new IllegalStateException(TOKEN);
                }))
                .build())) {
            failing(client);
        }
        Files.writeString(file, TOKEN + "\n" + TOKEN);
        try (FeatureClient client = client(GrpcTransport.onlineFeaturesBuilder(refusingTarget)
                .credentials(Credentials.bearerFromFile(file))
                .build())) {
            failing(client);
            collect();
        }

        assertThat(String.join("\n", said))
                .contains("UNAUTHENTICATED", "token endpoint", "x-key", "security.renewals", "get_features")
                .doesNotContain(SECRET, TOKEN, KEY);
    }

    /** Takes down what meters, spans and logs say by now. */
    private void collect() {
        meters.getMeters().forEach(meter -> said.add(meter.getId().toString()));
        spans.getFinishedSpanItems().forEach(span -> said.add(span.toString()));
        said.addAll(LogLines.warnings(""));
    }
}
