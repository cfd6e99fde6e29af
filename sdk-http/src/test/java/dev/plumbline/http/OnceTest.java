package dev.plumbline.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.feature.EntityKey;
import dev.plumbline.transport.TransportException;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's client sends requests again if a property of the JVM says so; a fetch leaves once all the same. */
@Timeout(120)
final class OnceTest {
    /** Fetches twice over one connection; the server ends it instead of the second answer. */
    static final class Fetcher {
        private Fetcher() {}

        /**
         * Prints the kind of the failure.
         *
         * @param args the server
         * @throws Exception if it is no failure of the transport
         */
        public static void main(String[] args) throws Exception {
            try (TestRuntime runtime = new TestRuntime();
                    HttpTransport transport = runtime.start(HttpTransport.jsonBuilder(URI.create(args[0])))) {
                Fetches.get(Fetches.fetch(transport, EntityKey.of("DFW")));
                TransportException failure = Fetches.failure(Fetches.fetch(transport, EntityKey.of("second")));
                System.out.println(failure.kind() + " " + failure.getMessage());
            }
        }
    }

    @Test
    void fetch_leavesOnce_whateverTheJvmsPropertiesSay() throws Exception {
        try (RawServer server = new RawServer((socket, request) -> {
            if (request.contains("second")) {
                socket.close();
            } else {
                RawServer.send(socket, RawServer.ok200(Fetches.DFW));
            }
        })) {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-Djdk.httpclient.enableAllMethodRetry=true",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Fetcher.class.getName(),
                            server.uri().toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                String line = new BufferedReader(process.inputReader(StandardCharsets.UTF_8)).readLine();

                assertThat(line).startsWith("UNAVAILABLE").contains("not sent again");
                assertThat(server.requests).hasValue(2);
            } finally {
                process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
        }
    }
}
