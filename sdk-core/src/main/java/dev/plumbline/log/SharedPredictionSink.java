package dev.plumbline.log;

/** Predictions of several clients. */
final class SharedPredictionSink extends SharedSink<Prediction> implements PredictionSink {
    SharedPredictionSink(PredictionSink sink) {
        super(sink);
    }
}
