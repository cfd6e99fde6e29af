package dev.plumbline.cache.tiered;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server in this process that does what the test says, on a thread for each connection. */
final class MisbehavingServer implements AutoCloseable {
    /** What a server does on a connection. When it returns, the connection is closed. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Connection on) throws IOException;
    }

    private final ServerSocket socket;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    private MisbehavingServer(Behaviour behaviour, InetSocketAddress address) throws IOException {
        this.behaviour = behaviour;
        this.socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(address);
    }

    static MisbehavingServer start(Behaviour behaviour) {
        return start(behaviour, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static MisbehavingServer start(Behaviour behaviour, InetSocketAddress address) {
        try {
            MisbehavingServer server = new MisbehavingServer(behaviour, address);
            daemon(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a behaviour that greets as a server with meta commands does, and answers other lines as told. */
    static Behaviour meta(Answers answers) {
        return on -> {
            greet(on);
            for (String line = on.line(); line != null; line = on.line()) {
                if (line.equals("mn")) {
                    on.say("MN\r\n");
                } else {
                    answers.answer(on, line);
                }
            }
        };
    }

    /** Answers what is asked first on a connection: a no-op, and a store that is not done. */
    static void greet(Connection on) throws IOException {
        if (!"mn".equals(on.line())) {
            throw new IOException("no greeting");
        }
        on.say("MN\r\n");
        String store = String.valueOf(on.line());
        on.line();
        on.say("NF " + flag(store, 'O') + "\r\n");
    }

    /** What is said to a line. */
    @FunctionalInterface
    interface Answers {
        void answer(Connection on, String line) throws IOException;
    }

    /** Changes what is done on connections from now on. */
    void behave(Behaviour next) {
        behaviour = next;
    }

    String address() {
        return MemcachedServer.address(socket.getLocalPort());
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.size();
    }

    Connection connection(int number) {
        return connections.get(number);
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(socket.accept());
                connections.add(connection);
                daemon(() -> serve(connection));
            }
        } catch (IOException closed) {
            // So it ends.
        }
    }

    private void serve(Connection connection) {
        try (Socket served = connection.socket) {
            behaviour.serve(connection);
            served.shutdownOutput();
        } catch (IOException closed) {
            // The client hung up.
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "misbehaving-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Connection connection : connections) {
                connection.socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection. For the thread that serves it, but for {@link #say}. */
    static final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final AtomicInteger lines = new AtomicInteger();

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            socket.setTcpNoDelay(true);
        }

        /** Reads a line, null when the client has hung up. */
        @Nullable String line() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int c = in.read(); c != -1; c = in.read()) {
                if (c == '\n') {
                    text.setLength(text.length() - 1);
                    lines.incrementAndGet();
                    return text.toString();
                }
                text.append((char) c);
            }
            return null;
        }

        /** Reads octets as Latin 1. */
        String read(int length) throws IOException {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        int lines() {
            return lines.get();
        }

        boolean isClosed() {
            return socket.isClosed();
        }

        void hangUp() throws IOException {
            socket.close();
        }
    }

    /** Returns the word of a meta command that starts so, with its letter. */
    static String flag(String line, char letter) {
        for (String word : line.split(" ", -1)) {
            if (!word.isEmpty() && word.charAt(0) == letter && word.length() > 1) {
                return word;
            }
        }
        return "";
    }
}
