package dev.plumbline.examples.quickstart;

import dev.plumbline.log.Prediction;
import dev.plumbline.log.PredictionSink;
import dev.plumbline.log.SendResult;
import dev.plumbline.runtime.ClientRuntime;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Predictions in a Redis stream: a message queue is one class away. The client bounds, batches, sends again and counts;
 * here is only how a batch is put into the queue.
 */
final class RedisStreamSink implements PredictionSink {
    private static final int TIMEOUT_MILLIS = 1_000;

    private final InetSocketAddress address;
    private final String stream;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "redis-stream-sink");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable Socket socket;
    private @Nullable InputStream replies;

    RedisStreamSink(InetSocketAddress address, String stream) {
        this.address = address;
        this.stream = stream;
    }

    @Override
    public void start(ClientRuntime runtime) {}

    // tag::queue[]
    @Override
    public int maxBatch() {
        return 500;
    }

    @Override
    public int maxSends() {
        return 1;
    }

    @Override
    public CompletableFuture<SendResult> send(List<Prediction> events) {
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        try {
            writer.execute(() -> {
                try {
                    result.complete(addAll(events));
                } catch (IOException e) {
                    // An IOException is sent again by the client, on a new connection.
                    disconnect();
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }
    // end::queue[]

    /** All commands in one write, then all replies. */
    private SendResult addAll(List<Prediction> events) throws IOException {
        Socket open = socket == null ? connect() : socket;
        ByteArrayOutputStream commands = new ByteArrayOutputStream();
        events.forEach(event -> add(commands, event));
        open.getOutputStream().write(commands.toByteArray());
        Map<Integer, Exception> refused = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            String reply = line();
            if (reply.startsWith("$")) {
                line();
            } else {
                refused.put(i, new IllegalStateException(reply));
            }
        }
        return SendResult.failed(refused);
    }

    private void add(ByteArrayOutputStream out, Prediction event) {
        List<String> command = new ArrayList<>(List.of("XADD", stream, "MAXLEN", "~", "1000000", "*"));
        command.addAll(List.of("entity", event.entity(), "model_version", event.modelVersion()));
        for (int i = 0; i < event.size(); i++) {
            command.addAll(List.of("score:" + event.scoreName(i), Double.toString(event.score(i))));
        }
        event.requestTime().ifPresent(time -> command.addAll(List.of("request_time", time.toString())));
        out.writeBytes(("*" + command.size() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : command) {
            byte[] octets = word.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(("$" + octets.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(octets);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Socket connect() throws IOException {
        Socket fresh = new Socket();
        socket = fresh;
        fresh.setSoTimeout(TIMEOUT_MILLIS);
        fresh.connect(address, TIMEOUT_MILLIS);
        replies = new BufferedInputStream(fresh.getInputStream());
        return fresh;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = read(); octet != '\n'; octet = read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    private int read() throws IOException {
        int octet = replies == null ? -1 : replies.read();
        if (octet < 0) {
            throw new IOException("the queue has closed the connection");
        }
        return octet;
    }

    private void disconnect() {
        Socket last = socket;
        socket = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    @Override
    public void close() {
        writer.execute(this::disconnect);
        writer.shutdown();
    }
}
