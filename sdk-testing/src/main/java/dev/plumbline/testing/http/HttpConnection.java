package dev.plumbline.testing.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** One connection of HTTP/1.1: a request after the other, and an eye on whether the client is still there. */
final class HttpConnection implements Runnable {
    private static final int LARGEST_HEAD = 64 * 1024;

    private final Socket socket;
    private final Consumer<IncomingRequest> handler;

    HttpConnection(Socket socket, Consumer<IncomingRequest> handler) {
        this.socket = socket;
        this.handler = handler;
    }

    @Override
    public void run() {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            IncomingRequest last = null;
            while (isMore(in, last)) {
                String line = line(in);
                Map<String, String> headers = headers(in);
                byte[] body = body(in, headers);
                last = new IncomingRequest(line, headers, new String(body, StandardCharsets.UTF_8), out);
                handler.accept(last);
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    /** Waits for the next request; the end of the stream before it ends the request that came last. */
    private static boolean isMore(InputStream in, @org.jspecify.annotations.Nullable IncomingRequest last) {
        try {
            in.mark(1);
            if (in.read() >= 0) {
                in.reset();
                return true;
            }
        } catch (IOException e) {
            // As good as the end.
        }
        if (last != null) {
            last.gone();
        }
        return false;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.size() > LARGEST_HEAD) {
                throw new EOFException("no end of the line");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        byte[] body = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
                ? chunks(in)
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        if ("gzip".equals(headers.get("content-encoding"))) {
            try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return inflated.readAllBytes();
            }
        }
        return body;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            body.writeBytes(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
    }
}
