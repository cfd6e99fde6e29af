package dev.plumbline.benchmarks;

import io.grpc.Server;
import java.io.IOException;

/**
 * A server of the online features contract, a process of its own, that decodes as little as it can, so that it is the
 * client that is measured.
 */
final class PreparedServer {
    private PreparedServer() {}

    /**
     * Serves until its standard input ends, which it does with the process that started it.
     *
     * @param args how many entities it knows and how many features each has
     */
    public static void main(String[] args) throws IOException {
        PreparedReplies replies = new PreparedReplies(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        Server server = RawMethod.serve((request, observer) -> {
            observer.onNext(replies.answer(request));
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
        return JavaProcess.start("256m", PreparedServer.class, Integer.toString(entities), Integer.toString(features));
    }
}
