package dev.plumbline.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a memcached. It notes the names that each request reads, the generation left out, and while
 * it is cut it swallows what clients say, so that they wait in vain.
 */
final class NodeProxy implements AutoCloseable {
    private final Memcached memcached;
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<List<String>> reads = new CopyOnWriteArrayList<>();
    private volatile boolean cut;

    NodeProxy(Memcached memcached) throws IOException {
        this.memcached = memcached;
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "node-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** The names of the rows that each request so far read. */
    List<List<String>> reads() {
        return List.copyOf(reads);
    }

    void forget() {
        reads.clear();
    }

    void cut() {
        cut = true;
    }

    /** Lets new connections through; the old ones have lost part of what was said on them. */
    void heal() throws IOException {
        cut = false;
        closeAll();
    }

    private void accept() {
        try {
            while (true) {
                connect(listener.accept());
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), memcached.port());
        } catch (IOException down) {
            client.close();
            return;
        }
        sockets.add(client);
        sockets.add(server);
        daemon(() -> pump(client, server, new Requests()));
        daemon(() -> pump(server, client, null));
    }

    private void pump(Socket from, Socket to, @Nullable Requests requests) {
        byte[] octets = new byte[64 << 10];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(octets); length >= 0; length = in.read(octets)) {
                if (cut) {
                    continue;
                }
                if (requests != null) {
                    requests.take(octets, length);
                }
                out.write(octets, 0, length);
            }
        } catch (IOException closed) {
            // Then the other side is closed too.
        }
    }

    private void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }

    /** Takes the requests of one connection apart: lines, and the values that follow those that store. */
    private final class Requests {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private List<String> names = new ArrayList<>();
        private int skip;

        void take(byte[] octets, int length) {
            for (int i = 0; i < length; i++) {
                if (skip > 0) {
                    skip--;
                } else if (octets[i] == '\n') {
                    line(line.toString(StandardCharsets.US_ASCII).trim());
                    line.reset();
                } else {
                    line.write(octets[i]);
                }
            }
        }

        private void line(String request) {
            String[] words = request.split(" ", -1);
            switch (words[0]) {
                case "ms" -> skip = Integer.parseInt(words[2]) + 2;
                case "mg" -> {
                    if (!words[1].endsWith(":gen")) {
                        names.add(words[1]);
                    }
                    if (!words[words.length - 1].equals("q")) {
                        end();
                    }
                }
                case "mn" -> end();
                default -> {
                    // It reads nothing.
                }
            }
        }

        private void end() {
            if (!names.isEmpty()) {
                reads.add(List.copyOf(names));
                names = new ArrayList<>();
            }
        }
    }
}
