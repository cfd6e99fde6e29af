package dev.plumbline.internal;

import dev.plumbline.log.FeatureRecord;
import dev.plumbline.log.Prediction;
import dev.plumbline.runtime.ClientRuntime;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The logs that a client keeps. Thread-safe.
 *
 * @param predictions takes predictions, null without a sink for them
 * @param records takes served features, null without a sink for them
 * @param features decides which are taken, null without a sink for them
 */
record ClientLogs(
        @Nullable EventLog<Prediction> predictions,
        @Nullable EventLog<FeatureRecord> records,
        @Nullable FeatureLogging features) {

    static ClientLogs of(ClientAssembler.Parts parts, ClientConfig config, ClientRuntime runtime, Telemetry telemetry) {
        EventLog<Prediction> predictions = null;
        EventLog<FeatureRecord> records = null;
        FeatureLogging features = null;
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
        if (parts.featureSink() != null) {
            records = new EventLog<>(
                    "features", parts.featureSink(), FeatureRecord::octets, config.featureLog(), runtime, telemetry);
            features = new FeatureLogging(records, config.featureLogRate(), runtime);
            records.start();
        }
        return new ClientLogs(predictions, records, features);
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
        if (records != null) {
            // It goes on while the other is drained.
            records.stopTaking();
        }
        if (predictions != null) {
            closing.accept(predictions, "prediction log");
            closing.accept(predictions.sink(), "prediction sink");
        }
        if (records != null) {
            closing.accept(records, "feature log");
            closing.accept(records.sink(), "feature sink");
        }
    }
}
