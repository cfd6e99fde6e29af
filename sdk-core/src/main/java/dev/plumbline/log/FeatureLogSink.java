package dev.plumbline.log;

/**
 * Where served features are logged. Hand it to the client's builder; the client starts and closes it.
 *
 * <p>For implementers: as {@link LogSink} says.
 */
public interface FeatureLogSink extends LogSink<FeatureRecord> {
    /**
     * Returns a sink that several clients may use: their closing it does nothing. It runs on the ticker, the clock and the
     * telemetry of the first of them, and on threads of its own.
     *
     * @param sink the sink, which its owner closes
     * @return the same sink, less its end
     */
    static FeatureLogSink shared(FeatureLogSink sink) {
        return new SharedFeatureLogSink(sink);
    }
}
