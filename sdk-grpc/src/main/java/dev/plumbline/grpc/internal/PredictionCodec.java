package dev.plumbline.grpc.internal;

import com.google.protobuf.CodedOutputStream;
import dev.plumbline.log.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes requests and reads replies of com.mycorp.dal.FeatureService/LogPrediction, without generated classes. */
public final class PredictionCodec {
    private static final int ENTITY = 1;
    private static final int MODEL_VERSION = 2;
    private static final int SCORE = 3;
    private static final int SCORE_TAG = SCORE << 3 | WireReader.LENGTH;
    private static final int NAME = 1;
    private static final int VALUE = 2;
    private static final int SUCCESS_TAG = 1 << 3 | WireReader.VARINT;
    private static final int MESSAGE_TAG = 2 << 3 | WireReader.LENGTH;

    private PredictionCodec() {}

    /**
     * What a server said.
     *
     * @param success whether it took the prediction
     * @param message why not, empty if it does not say
     */
    public record Answer(boolean success, String message) {}

    /**
     * Encodes a LogRequest. Scores are rounded to single precision.
     *
     * @param prediction the prediction
     * @return the request
     * @throws IllegalArgumentException if a finite score is beyond single precision; the message names the score
     */
    public static byte[] request(Prediction prediction) {
        int size = CodedOutputStream.computeStringSize(ENTITY, prediction.entity())
                + CodedOutputStream.computeStringSize(MODEL_VERSION, prediction.modelVersion());
        for (int i = 0; i < prediction.size(); i++) {
            int entry = entrySize(prediction, i);
            size += CodedOutputStream.computeTagSize(SCORE) + CodedOutputStream.computeUInt32SizeNoTag(entry) + entry;
        }
        byte[] request = new byte[size];
        CodedOutputStream out = CodedOutputStream.newInstance(request);
        try {
            out.writeString(ENTITY, prediction.entity());
            out.writeString(MODEL_VERSION, prediction.modelVersion());
            for (int i = 0; i < prediction.size(); i++) {
                out.writeUInt32NoTag(SCORE_TAG);
                out.writeUInt32NoTag(entrySize(prediction, i));
                out.writeString(NAME, prediction.scoreName(i));
                out.writeFloat(VALUE, single(prediction, i));
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size takes what was measured", e);
        }
        return request;
    }

    private static int entrySize(Prediction prediction, int index) {
        return CodedOutputStream.computeStringSize(NAME, prediction.scoreName(index))
                + CodedOutputStream.computeFloatSize(VALUE, 0);
    }

    private static float single(Prediction prediction, int index) {
        double score = prediction.score(index);
        float single = (float) score;
        if (Float.isInfinite(single) && !Double.isInfinite(score)) {
            throw new IllegalArgumentException("score '" + prediction.scoreName(index) + "' is " + score
                    + ", beyond the floats that the data access layer carries");
        }
        return single;
    }

    /**
     * Reads an encoded LogResponse.
     *
     * @param reply the octets
     * @param length how many of them
     * @return what it says
     * @throws IOException if it is malformed
     */
    public static Answer answer(byte[] reply, int length) throws IOException {
        WireReader wire = new WireReader(reply, length);
        boolean success = false;
        String message = "";
        while (wire.hasMore()) {
            int tag = wire.tag();
            switch (tag) {
                case SUCCESS_TAG -> success = wire.varint64() != 0;
                case MESSAGE_TAG -> {
                    int size = wire.length();
                    message = wire.text(wire.position, size);
                    wire.position += size;
                }
                default -> wire.skip(tag);
            }
        }
        return new Answer(success, message);
    }
}
