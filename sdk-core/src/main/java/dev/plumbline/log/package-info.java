/**
 * What is written down of predictions and of the features that they were made from.
 *
 * <p>A client takes events without delay or failure, keeps a bounded number of them, and hands them to sinks. Start with
 * {@link dev.plumbline.log.Prediction} and {@link dev.plumbline.log.PredictionSink}; for a sink of your own, read {@link
 * dev.plumbline.log.LogSink}.
 */
@NullMarked
package dev.plumbline.log;

import org.jspecify.annotations.NullMarked;
