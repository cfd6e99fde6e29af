package dev.plumbline.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Answers every request as Feast's Python server does, with octets that are ready, in a process of its own, so that it is
 * the client that is measured.
 */
final class PreparedHttpServer {
    private PreparedHttpServer() {}

    /**
     * Serves until its standard input ends, which it does with the process that started it.
     *
     * @param args how many entities it knows and how many features each has
     */
    public static void main(String[] args) throws IOException {
        byte[] body =
                reply(Integer.parseInt(args[0]), Integer.parseInt(args[1])).getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(() -> accept(server, head, body));
        System.out.println(server.getLocalPort());
        System.out.flush();
        while (System.in.read() >= 0) {
            // Until the end.
        }
        server.close();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "prepared-http");
        thread.setDaemon(true);
        thread.start();
    }

    private static void accept(ServerSocket server, byte[] head, byte[] body) {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                start(() -> serve(socket, head, body));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void serve(Socket socket, byte[] head, byte[] body) {
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (readRequest(in)) {
                out.write(whole);
                out.flush();
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.equals("\0")) {
                return false;
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        in.skipNBytes(length);
        return true;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return "\0";
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** Values, statuses and times of each column first, the names last. */
    private static String reply(int entities, int features) {
        StringJoiner results = new StringJoiner(",", "[", "]");
        StringJoiner names = new StringJoiner(",", "[", "]");
        results.add(column(entities, -1, "\"1970-01-01T00:00:00Z\""));
        names.add("\"entity\"");
        for (int feature = 0; feature < features; feature++) {
            results.add(column(entities, feature, "\"2026-01-01T00:00:00Z\""));
            names.add("\"f" + feature + '"');
        }
        return "{\"results\":" + results + ",\"metadata\":{\"feature_names\":" + names + "}}";
    }

    private static String column(int entities, int feature, String time) {
        StringJoiner values = new StringJoiner(",", "\"values\":[", "]");
        StringJoiner statuses = new StringJoiner(",", "\"statuses\":[", "]");
        StringJoiner times = new StringJoiner(",", "\"event_timestamps\":[", "]");
        for (int i = 0; i < entities; i++) {
            values.add(feature < 0 ? Integer.toString(i) : Double.toString((i + 1) / (feature + 3.0)));
            statuses.add("\"PRESENT\"");
            times.add(time);
        }
        return "{" + values + "," + statuses + "," + times + "}";
    }
}
