package dev.plumbline.auth;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A token endpoint on a free loopback port that says whatever a test wants, HTTP or not. */
final class TokenServer implements AutoCloseable {
    /** Says something to a request. */
    @FunctionalInterface
    interface Answer {
        void to(Asked asked, OutputStream out) throws IOException, InterruptedException;
    }

    /** A request: its authorization, empty if it has none, and its form. */
    record Asked(String authorization, String form) {}

    final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private final ServerSocket socket;
    private volatile Answer answer;

    TokenServer(Answer answer) throws IOException {
        this.answer = answer;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    static Answer json(String body) {
        return reply("200 OK", body);
    }

    static Answer token(String token, int seconds) {
        return json("{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + seconds + "}");
    }

    static Answer reply(String status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw("HTTP/1.1 " + status + "\r\ncontent-length: " + bytes.length
                + "\r\nlocation: /elsewhere\r\nconnection: close\r\n\r\n" + body);
    }

    static Answer raw(String text) {
        return (asked, out) -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    void answer(Answer next) {
        answer = next;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/token");
    }

    Asked next() throws InterruptedException {
        Asked next = asked.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nobody asked in 20 s");
        }
        return next;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "token-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
            String authorization = "";
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                String name = line.toLowerCase(Locale.ROOT);
                if (name.startsWith("authorization:")) {
                    authorization = line.substring(line.indexOf(':') + 1).strip();
                } else if (name.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            name.substring(name.indexOf(':') + 1).strip());
                }
            }
            char[] form = new char[length];
            for (int read = 0; read < length; ) {
                read += in.read(form, read, length - read);
            }
            Asked request = new Asked(authorization, new String(form));
            asked.add(request);
            answer.to(request, connection.getOutputStream());
        } catch (IOException e) {
            // The other side went away.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
