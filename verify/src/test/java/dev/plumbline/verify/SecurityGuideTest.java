package dev.plumbline.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.auth.Credentials;
import dev.plumbline.grpc.AddressResolver;
import dev.plumbline.grpc.GrpcTransport;
import dev.plumbline.http.HttpTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide on security: its code is compiled. What it promises is tested beside the code that keeps it. */
final class SecurityGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "security.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "dev", "plumbline", "verify", "SecurityGuideTest.java");

    /** A secret store of the user's. */
    private static final class Vault {
        String currentToken() {
            return "token";
        }
    }

    /** A service registry of the user's. */
    private static final class Registry {
        final Map<String, Consumer<List<InetSocketAddress>>> watchers = new ConcurrentHashMap<>();

        void onChange(String service, Consumer<List<InetSocketAddress>> watcher) {
            watchers.put(service, watcher);
        }

        void forget(String service) {
            watchers.remove(service);
        }
    }

    @Test
    void code_ofTheGuide_runs() throws IOException {
        String token = "token";
        Vault vault = new Vault();
        // tag::tokens[]
        Credentials fixed = Credentials.bearer(token);
        Credentials rotated =
                Credentials.bearerFromFile(Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token"));
        Credentials asked = Credentials.bearer(vault::currentToken);
        Credentials key = Credentials.apiKey("x-api-key", token);
        // end::tokens[]
        assertThat(List.of(fixed, rotated, asked, key)).doesNotHaveDuplicates();

        // tag::endpoint[]
        Credentials service = Credentials.clientCredentials(
                        URI.create("https://login.example.com/oauth2/token"), "ranking")
                .secretFromFile(Path.of("/etc/ranking/secret"))
                .scope("features.read")
                .build();
        GrpcTransport features = GrpcTransport.onlineFeaturesBuilder("dns:///features:8980")
                .tls()
                .credentials(service)
                .build();
        // end::endpoint[]
        features.close();
    }

    /** Compiled only: there are no such files. */
    static Supplier<HttpTransport> mutualTls() {
        return () -> {
            // tag::tls[]
            HttpTransport feast = HttpTransport.feastBuilder(URI.create("https://feast:6566"))
                    .trustedCertificates(Path.of("/etc/tls/ca.crt"))
                    .clientCertificate(Path.of("/etc/tls/tls.crt"), Path.of("/etc/tls/tls.key"))
                    .reloadCertificates(Duration.ofSeconds(30))
                    .build();
            // end::tls[]
            return feast;
        };
    }

    /** Compiled only: it needs grpc-services. */
    static Supplier<GrpcTransport> resolved(Registry registry) {
        return () -> {
            // tag::resolver[]
            AddressResolver consul = (service, listener) -> {
                registry.onChange(service, listener::addresses);
                return () -> registry.forget(service);
            };
            GrpcTransport found = GrpcTransport.onlineFeaturesBuilder("features")
                    .addressResolver(consul)
                    .healthCheck("feature_store.FeatureStore")
                    .build();
            // end::resolver[]
            return found;
        };
    }

    @Test
    void blocks_ofTheGuide_areThisCode() throws IOException {
        assertThat(found("```java\n(.*?)\n```", GUIDE, 1))
                .containsExactlyInAnyOrderElementsOf(
                        found("// tag::(\\w+)\\[\\]\n(.*?)\n *// end::\\1\\[\\]", SOURCE, 2))
                .hasSize(4);
    }

    private static List<String> found(String pattern, Path file, int group) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(file));
        while (matcher.find()) {
            blocks.add(matcher.group(group).stripIndent().strip());
        }
        return blocks;
    }
}
