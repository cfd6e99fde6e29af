package dev.plumbline.log;

/** Served features of several clients. */
final class SharedFeatureLogSink extends SharedSink<FeatureRecord> implements FeatureLogSink {
    SharedFeatureLogSink(FeatureLogSink sink) {
        super(sink);
    }
}
