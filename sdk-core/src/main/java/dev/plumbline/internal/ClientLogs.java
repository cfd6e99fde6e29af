package dev.plumbline.internal;

import dev.plumbline.log.Prediction;
import dev.plumbline.runtime.ClientRuntime;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The logs that a client keeps. Thread-safe. */
final class ClientLogs {
    private final @Nullable EventLog<Prediction> predictions;

    private ClientLogs(@Nullable EventLog<Prediction> predictions) {
        this.predictions = predictions;
    }

    static ClientLogs of(ClientAssembler.Parts parts, ClientConfig config, ClientRuntime runtime, Telemetry telemetry) {
        EventLog<Prediction> predictions = null;
        if (parts.predictionSink() != null) {
            predictions = new EventLog<>(
                    "predictions",
                    parts.predictionSink(),
                    Prediction::octets,
                    config.predictionLog(),
                    runtime,
                    telemetry);
            predictions.start();
        }
        return new ClientLogs(predictions);
    }

    void offer(Prediction prediction) {
        Objects.requireNonNull(prediction, "the prediction is null");
        if (predictions == null) {
            throw new IllegalStateException(
                    "the client has no prediction log: give its builder a sink with predictionLog(...)");
        }
        predictions.offer(prediction);
    }

    /** Drains the logs and ends their sinks, each by what is handed in. */
    void close(BiConsumer<AutoCloseable, String> closing) {
        if (predictions != null) {
            closing.accept(predictions, "prediction log");
            closing.accept(predictions.sink(), "prediction sink");
        }
    }
}
