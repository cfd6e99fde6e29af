package dev.plumbline.benchmarks;

import dev.plumbline.feature.FeatureView;
import io.grpc.Server;
import java.io.IOException;

/** A server of the native contract, a process of its own, that gives every request the same reply. */
final class NativeServer {
    private NativeServer() {}

    /**
     * Serves until its standard input ends, which it does with the process that started it.
     *
     * @param args how many entities are asked for and how many features each has
     */
    public static void main(String[] args) throws IOException {
        FeatureView view = Rows.view(Integer.parseInt(args[1]));
        byte[] reply = NativeReplies.reply(view, Integer.parseInt(args[0])).toByteArray();
        Server server = RawMethod.serve("plumbline.v1.FeatureService", "GetFeatures", (request, observer) -> {
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

    static Process start(int entities, int features) throws IOException {
        return JavaProcess.start("256m", NativeServer.class, Integer.toString(entities), Integer.toString(features));
    }
}
