package dev.plumbline.benchmarks;

import dev.plumbline.FeatureClient;
import dev.plumbline.feature.FeatureView;
import dev.plumbline.grpc.GrpcTransport;
import io.grpc.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A server of Feast's contract, a process of its own, that answers every request with the same prepared octets. */
final class FeastPreparedServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private FeastPreparedServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Serves until its standard input ends, which it does with the process that started it.
     *
     * @param args how many entities the reply is of and how many features each has
     */
    public static void main(String[] args) throws IOException {
        byte[] reply = FeastReplies.reply(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        Server server = RawMethod.serve("feast.serving.ServingService", (request, observer) -> {
            observer.onNext(reply);
            observer.onCompleted();
        });
        System.out.println(server.getPort());
        System.out.flush();
        while (System.in.read() >= 0) {
            // Until the end.
        }
        server.shutdownNow();
    }

    static FeastPreparedServer start(int entities, int features) throws IOException {
        Process process = JavaProcess.start(
                "256m", FeastPreparedServer.class, Integer.toString(entities), Integer.toString(features));
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        return new FeastPreparedServer(process, Integer.parseInt(said.readLine()));
    }

    int port() {
        return port;
    }

    String target() {
        return "dns:///127.0.0.1:" + port;
    }

    /** Our client of it, without a cache. */
    FeatureClient client(FeatureView view) {
        return client(view, target());
    }

    static FeatureClient client(FeatureView view, String target) {
        FeatureClient client = FeatureClient.builder(GrpcTransport.feast(target))
                .views(view)
                .environment(Map.of())
                .deadline(Duration.ofSeconds(10))
                .attemptTimeout(Duration.ofSeconds(10))
                .build();
        client.warmUp(Duration.ofSeconds(10));
        return client;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
