package dev.plumbline.testing.http;

import dev.plumbline.testing.InMemoryFeatureStore;
import dev.plumbline.testing.ServedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A feature service over a store in memory that speaks HTTP/1.1, on a free port of the loopback interface.
 *
 * <p>What arrives is in the store's record, with its headers and deadlines; what goes wrong is in the store's fault plan.
 * A client that closes its connection before the answer has cancelled the call. Thread-safe.
 */
public abstract class HttpFeatureServer implements AutoCloseable {
    private static final int BACKLOG = 2_000;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ServedStore served;
    private final String path;
    private final Handler handler;
    private final ServerSocket listener;
    private final String name = "feature-server-http-" + COUNT.incrementAndGet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /** Handles a request for the server's path. */
    @FunctionalInterface
    interface Handler {
        void handle(ServedStore served, IncomingRequest request);
    }

    /**
     * Starts a server.
     *
     * @param served the store, which the server closes
     * @param path what is served
     * @param handler decodes requests and encodes rows
     */
    HttpFeatureServer(ServedStore served, String path, Handler handler) {
        this.served = served;
        this.path = path;
        this.handler = handler;
        try {
            this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
        daemon(this::accept);
    }

    private void daemon(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                daemon(() -> {
                    new HttpConnection(socket, this::handle).run();
                    sockets.remove(socket);
                });
                if (listener.isClosed()) {
                    reset(socket);
                }
            } catch (IOException e) {
                // Closed, or a client that left before it was let in.
            }
        }
    }

    private void handle(IncomingRequest request) {
        try {
            if (request.isPostOf(path)) {
                handler.handle(served, request);
            } else {
                request.answer(404, IncomingRequest.error("Not Found"), "");
            }
        } catch (RuntimeException e) {
            request.answer(400, IncomingRequest.error(e.getMessage()), "");
        }
    }

    /**
     * Returns the store that is served.
     *
     * @return rows, faults and the record of calls
     */
    public InMemoryFeatureStore store() {
        return served.store();
    }

    /**
     * Returns the port.
     *
     * @return 1 to 65,535
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Returns where the server is.
     *
     * @return its address, without a path
     */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Ends the server and its connections at once, as a crash would. Does nothing the second time. */
    @Override
    public void close() {
        served.close();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sockets.forEach(HttpFeatureServer::reset);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // Closed already.
        }
    }
}
